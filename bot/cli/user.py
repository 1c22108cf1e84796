"""``shopclerk user``: the accounts of those who work in the console."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.cli.options import HERE, State
from bot.cli.stored import with_database

if TYPE_CHECKING:
    from bot.console.accounts import Accounts
    from bot.record.staff import Staff

app = typer.Typer(
    help="Accounts of the console: add, list, change. Roles: agent, trainer, admin.", no_args_is_help=True
)
Email = Annotated[str, typer.Argument(help="The account's e-mail address.")]
Role = Annotated[str, typer.Option(help="agent, trainer or admin; each may do what those before it may.")]
Result = TypeVar("Result")


@app.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="Shown to shoppers too; by default made from the e-mail.")] = "",
    role: Role = "agent",
    state: State = HERE,
) -> None:
    """Make an account. Its password is made here and shown once."""
    shown = name or email.partition("@")[0].replace(".", " ").title()
    person, password = _with_accounts(state, lambda accounts: accounts.add(email, shown, role))
    _say(f"{person.name} ({person.email}) is {person.role}. Password, shown only now: {password}")


@app.command("list")
def show(state: State = HERE) -> None:
    """List all accounts."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table("e-mail", "name", "role", "", box=None)
    for person in _with_accounts(state, lambda accounts: accounts.store.everybody()):
        state_of = "disabled" if person.disabled else ""
        table.add_row(escape(person.email), escape(person.name), person.role, state_of)
    Console().print(table)


@app.command()
def password(email: Email, state: State = HERE) -> None:
    """Give an account a new password, shown once. Its sessions end."""
    from bot.console.passwords import generate

    new = generate()
    person = _change(state, email, password=new)
    _say(f"Password of {person.email}, shown only now: {new}")


@app.command()
def role(
    email: Email, role: Annotated[str, typer.Argument(help="agent, trainer or admin.")], state: State = HERE
) -> None:
    """Change what an account may do."""
    person = _change(state, email, role=role)
    _say(f"{person.name} is {person.role}.")


@app.command()
def disable(
    email: Email,
    undo: Annotated[bool, typer.Option("--undo", help="Let the account sign in again.")] = False,
    state: State = HERE,
) -> None:
    """Keep an account from signing in. Its sessions end; what it wrote stays."""
    person = _change(state, email, disabled=not undo)
    _say(f"{person.name} is {'disabled' if person.disabled else 'enabled'}.")


def _change(state: Path, email: str, **changes: str | bool) -> Staff:
    """Change the account of an e-mail address. Raises: NotFound."""
    from bot.errors import NotFound

    async def change(accounts: Accounts) -> Staff:
        found = await accounts.store.by_email(email.strip().casefold())
        if found is None:
            raise NotFound(f"There is no account for {email}.")
        return await accounts.change(found[0].id, **changes)  # type: ignore[arg-type]

    return _with_accounts(state, change)


def _with_accounts(state: Path, work: Callable[[Accounts], Awaitable[Result]]) -> Result:
    """Open the installation's accounts, also while it is being served."""
    from bot.console.accounts import Accounts
    from bot.record.audit import AuditLog
    from bot.record.staff import StaffStore

    return with_database(state, lambda database: work(Accounts(StaffStore(database), AuditLog(database))))


def _say(text: str) -> None:
    from rich.console import Console

    Console(soft_wrap=True).print(text, highlight=False, markup=False)
