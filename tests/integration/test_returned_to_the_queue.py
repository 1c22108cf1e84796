"""What an operator's dashboard counts of the queue: hand-overs by reason, and what came back to it."""

from __future__ import annotations

import asyncio
import time

from console_people import PASSWORD
from shopper import Shopper

from bot.app import accounts, away_rule, console_services
from bot.console.absence import Absence
from bot.wiring import Services


async def counted(shopper: Shopper) -> dict[str, float]:
    """`shopclerk_handoffs_total` by reason."""
    lines = (await (await shopper.client.get("/metrics")).text()).splitlines()
    own = [line for line in lines if line.startswith("shopclerk_handoffs_total{")]
    return {line.split('"')[1]: float(line.split()[-1]) for line in own}


async def test_a_conversation_that_came_back_is_counted_apart(services: Services, shopper: Shopper) -> None:
    await shopper.client.post(f"{shopper.path}/handoff", headers=shopper.headers)
    async with asyncio.timeout(10):
        while not (await services.log.state(shopper.id)).is_waiting:
            await asyncio.sleep(0.02)
    assert {reason: count for reason, count in (await counted(shopper)).items() if count} == {"asked": 1.0}
    desk = console_services(services).desk
    mara, _ = await accounts(services).add("mara@shop.example", "Mara", "agent", PASSWORD)
    await desk.reply(shopper.id, mara, "How can I help?")
    await shopper.say("Are you there?", wait=False)
    rule = away_rule(services)
    assert rule is not None
    store, start = accounts(services).store, time.time()
    clock = iter((start, *[start + rule.seconds + 1] * 9))
    absence = Absence(
        rule,
        store=store,
        inbox=console_services(services).inbox,
        desk=desk,
        present=set,
        now=lambda: next(clock),
    )
    for _ in range(2):
        await absence.look()
    assert (await services.log.state(shopper.id)).is_waiting
    assert await counted(shopper) == {"asked": 1.0, "away": 1.0}
