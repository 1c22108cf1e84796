from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import load_settings


def write(folder: Path, text: str) -> Path:
    (folder / "shopclerk.toml").write_text(text, encoding="utf-8")
    return folder


def test_defaults_are_complete(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert settings.server.port == 8080
    assert settings.database_url == f"sqlite:///{tmp_path / 'var' / 'shopclerk.db'}"


def test_own_file_then_environment_then_flags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, '[server]\nport = 9000\nhost = "127.0.0.2"\n')
    assert load_settings(tmp_path).server.port == 9000
    monkeypatch.setenv("SHOPCLERK_SERVER__PORT", "9001")
    assert load_settings(tmp_path).server.port == 9001
    settings = load_settings(tmp_path, {"server": {"port": 9002, "host": None}})
    assert (settings.server.port, settings.server.host) == (9002, "127.0.0.2")


def test_unknown_key_names_file_line_and_nearest(tmp_path: Path) -> None:
    write(tmp_path, '[shop]\nname = "x"\n\n[server]\nprot = 9000\n')
    with pytest.raises(SettingsError) as error:
        load_settings(tmp_path)
    assert (error.value.line, error.value.hint) == (5, "port")
    assert error.value.file.endswith("shopclerk.toml")


def test_unknown_section(tmp_path: Path) -> None:
    write(tmp_path, "[severs]\nport = 1\n")
    with pytest.raises(SettingsError, match="Did you mean 'server'"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[server]\nport = 70000\n", "less than or equal to 65535"),
        ('[shop]\naccent = "green"\n', "pattern"),
        ("[server\n", "line 1"),
        ('[wording]\nmode = "magic"\n', "extracted"),
        ('[wording]\nmode = "endpoint"\nmodel = "m"\n', "needs url and model"),
        ('[wording]\nmode = "endpoint"\nmodel = "m"\nurl = "file:///x"\n', "pattern"),
        ('[wording]\nmode = "local"\ndeadline_seconds = 8.0\n', "must be below 8"),
        ('[wording]\nkey = "sk-secret"\n', "SHOPCLERK_WORDING__KEY"),
        ('[retrieval]\nindex = "milvus"\n', "needs milvus_uri"),
        ('[retrieval]\nmilvus_uri = "milvus:19530"\n', "pattern"),
        ('[retrieval]\nmilvus_token = "root:secret"\n', "SHOPCLERK_RETRIEVAL__MILVUS_TOKEN"),
        ("[experiment]\nexplore = 0.3\n", "less than or equal to 0.2"),
        ('[experiment]\nname = "first"\n', "two or more arms"),
        (
            '[experiment]\nname = "first"\narms = [{ name = "a", share = 0.6, model = "simple" },'
            ' { name = "b", share = 0.6, model = "simple" }]\n',
            "all together are at most 1",
        ),
        ("server = 3\n", "must be a section"),
        ('[redis]\nurl = "http://127.0.0.1:6379"\n', "pattern"),
        ('[server]\norigins = ["www.My-Shop.com/"]\n', "'https://www.my-shop.com'"),
        (
            '[server]\norigins = ["https://www.my-shop.com/help"]\n',
            "up to the host.*'https://www.my-shop.com'",
        ),
        ('[server]\norigins = ["*"]\n', "is no origin"),
    ],
)
def test_wrong_values_say_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    write(tmp_path, text)
    with pytest.raises(SettingsError, match=says):
        load_settings(tmp_path)


def test_a_file_as_windows_saves_it(tmp_path: Path) -> None:
    (tmp_path / "shopclerk.toml").write_bytes('\ufeff[shop]\r\nname = "Söhne"\r\n'.encode())
    assert load_settings(tmp_path).shop.name == "Söhne"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "shopclerk.toml").write_bytes('[shop]\nname = "Söhne"\n'.encode("cp1252"))
    with pytest.raises(SettingsError, match=r"shopclerk\.toml:2: This is not UTF-8"):
        load_settings(tmp_path)
    (tmp_path / "shopclerk.toml").unlink()
    (tmp_path / "shopclerk.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path)


def test_a_text_of_digits_in_the_environment_is_a_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPCLERK_IDENTITY__SECRET", "1234567890")
    monkeypatch.setenv("SHOPCLERK_SHOP__NAME", '"4711"')
    settings = load_settings(tmp_path)
    assert (settings.identity.secret, settings.shop.name) == ("1234567890", "4711")


def test_a_wrong_variable_is_named_and_no_secret_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "[server]\nport = 9000\n")
    monkeypatch.setenv("SHOPCLERK_SERVER__PORT", "80a")
    with pytest.raises(SettingsError, match=r"^SHOPCLERK_SERVER__PORT: .*'80a'"):
        load_settings(tmp_path)
    monkeypatch.delenv("SHOPCLERK_SERVER__PORT")
    write(tmp_path, '[identity]\nsecret = ["very private"]\n')
    with pytest.raises(SettingsError, match=r"identity\.secret") as error:
        load_settings(tmp_path)
    assert "private" not in error.value.text


def test_the_key_of_the_language_model_comes_from_the_environment_and_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPCLERK_WORDING__KEY", "12345")
    settings = load_settings(tmp_path)
    assert settings.wording.key.get_secret_value() == "12345"
    assert "12345" not in repr(settings)


def test_milvus_is_set_by_the_environment_and_its_token_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {"INDEX": "milvus", "MILVUS_URI": "http://milvus:19530", "MILVUS_TOKEN": "12345"}
    for key, value in own.items():
        monkeypatch.setenv(f"SHOPCLERK_RETRIEVAL__{key}", value)
    settings = load_settings(tmp_path)
    chosen = settings.vectors
    assert (chosen.index, chosen.milvus_uri) == ("milvus", "http://milvus:19530")
    assert chosen.milvus_token == "12345"
    assert "12345" not in f"{settings!r} {chosen!r}"
    monkeypatch.setenv("SHOPCLERK_RETRIEVAL__MILVUS_URI", "var/milvus.db")
    assert load_settings(tmp_path).vectors.milvus_uri == str(tmp_path / "var" / "milvus.db")
