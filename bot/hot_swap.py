"""Takes a new live release over while serving: no turn is dropped, none is made by two releases."""

from __future__ import annotations

from bot.follower import Follower
from bot.models import load_models
from bot.speaker import Speaker, build_speaker, warm_up
from bot.wiring import Services


class ReleaseFollower(Follower[Speaker]):
    """Lets the live release speak. The new parts are opened beside the old ones, and then put in their place
    in one step."""

    def __init__(self, services: Services) -> None:
        self.services = services
        super().__init__(services.settings.var / "releases", services.telemetry)

    def open(self) -> Speaker:
        """See ``Follower.open``."""
        models = load_models(self.services.settings, before=self.services.speaker.models)
        speaker = build_speaker(self.services.around, models)
        warm_up(speaker)
        return speaker

    def take_over(self, parts: Speaker) -> str:
        """See ``Follower.take_over``."""
        self.services.speak_with(parts)
        return parts.release.release_id
