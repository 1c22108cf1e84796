"""All actions of the product, and those that an installation brings."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from rasa_sdk import Action

from bot.actions.account import (
    ActionGiftCardBalance,
    ActionLoyaltyPoints,
    ActionMatchProduct,
    ActionNotifyBackInStock,
)
from bot.actions.address import ActionMatchAddress
from bot.actions.answer import ActionAnswer, ActionExplain, ActionRepeat
from bot.actions.asking import ActionProductAnswer
from bot.actions.booking import ActionBook
from bot.actions.buying import ActionBuyProduct
from bot.actions.damage import ActionMatchDamage
from bot.actions.exchange import ActionMatchExchange
from bot.actions.handoff import ActionHandoff
from bot.actions.orders import (
    ActionCancelOrder,
    ActionChangeAddress,
    ActionCheckOrder,
    ActionInvoiceCopy,
    ActionMissingParcel,
    ActionRefundStatus,
    ActionShowOrder,
)
from bot.actions.part import ActionMatchPart
from bot.actions.passing_on import (
    ActionChangeOfMind,
    ActionExplainWish,
    ActionNoteWish,
    ActionWhenAnswered,
)
from bot.actions.products import ActionFindProducts
from bot.actions.recommend import ActionRecommend
from bot.actions.returns import ActionAskReturnLines, ActionDamagedItem, ActionMatchLines, ActionStartReturn
from bot.actions.side_by_side import ActionCompareProducts
from bot.actions.tools import ActionTools, ShopAction
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.settings import Settings

ACTIONS: tuple[type[ShopAction], ...] = (
    ActionAnswer, ActionExplain, ActionRepeat, ActionProductAnswer, ActionFindProducts, ActionRecommend,
    ActionCompareProducts, ActionBuyProduct, ActionCheckOrder, ActionShowOrder, ActionCancelOrder,
    ActionMatchPart, ActionMatchLines, ActionAskReturnLines, ActionMatchDamage, ActionMatchExchange,
    ActionStartReturn, ActionMatchAddress, ActionChangeAddress, ActionRefundStatus, ActionMissingParcel,
    ActionDamagedItem, ActionInvoiceCopy, ActionGiftCardBalance, ActionLoyaltyPoints,
    ActionMatchProduct, ActionNotifyBackInStock, ActionExplainWish, ActionNoteWish, ActionHandoff,
    ActionChangeOfMind, ActionWhenAnswered, ActionBook,
)  # fmt: skip


def all_actions(tools: ActionTools | None = None) -> list[Action]:
    """Every action of the product."""
    return [action(tools) for action in ACTIONS]


def load_own_actions(state: Path, module: str = "actions") -> list[Action]:
    """An installation's own actions: rasa_sdk classes in ``state/<module>.py`` or ``state/<module>/``.

    They are built without arguments. None when there is no such file.

    Raises: ConfigError naming the file that cannot be imported.
    """
    path = next((p for p in (state / f"{module}.py", state / module / "__init__.py") if p.is_file()), None)
    if path is None:
        return []
    loaded = [_imported(path, f"shop_{module}")]
    if path.name == "__init__.py":
        files = sorted(file for file in path.parent.glob("*.py") if file.name != "__init__.py")
        loaded += [_imported(file, f"shop_{module}.{file.stem}") for file in files]
    classes = dict.fromkeys(c for one in loaded for c in vars(one).values() if _is_own(c, one))
    return [action() for action in classes]


def runnable_actions(settings: Settings) -> frozenset[str] | None:
    """The names of all actions that can be run here; None where an action server may have others.

    Raises: ConfigError, as ``load_own_actions``.
    """
    own = load_own_actions(settings.state, settings.actions.module)
    return None if settings.actions.endpoint else frozenset(a.name() for a in (*all_actions(), *own))


def _is_own(value: object, module: ModuleType) -> bool:
    return (
        inspect.isclass(value)
        and issubclass(value, Action)
        and not inspect.isabstract(value)
        and value.__module__ == module.__name__
    )


def _imported(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        name, path, submodule_search_locations=[str(path.parent)] if path.name == "__init__.py" else None
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise ConfigError(f"These actions cannot be imported: {error!r}", file=str(path)) from error
    return module
