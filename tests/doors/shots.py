"""Pictures of pages, taken by browser tests: the guided tour shows them, so they never go stale.

`shoot(page, path, folder, name)` takes one page at three widths and in four languages; the files are called
`NAME-WIDTH-LANGUAGE.png` (`desk-phone-fr.png`). The page's browser context must be signed in (`browsing.officer`) and
knows the site's address; its own language and width are put back afterwards.
"""

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page

WIDTHS = {"phone": (390, 844), "tablet": (820, 1180), "desk": (1280, 900)}
LANGUAGES = ("en", "fr", "es", "nl")


def shoot(
    page: Page,
    path: str,
    folder: Path,
    name: str,
    *,
    widths: Sequence[str] = tuple(WIDTHS),
    languages: Sequence[str] = LANGUAGES,
    whole: bool = True,
) -> list[Path]:
    """Open a page at each width in each language and take its picture, the whole of it or what a window shows."""
    folder.mkdir(parents=True, exist_ok=True)
    taken, before = [], page.viewport_size
    for language in languages:
        speak(page, language)
        for width in widths:
            columns, rows = WIDTHS[width]
            page.set_viewport_size({"width": columns, "height": rows})
            page.goto(path)
            taken.append(picture(page, folder / f"{name}-{width}-{language}.png", whole=whole))
    speak(page, "en")
    if before:
        page.set_viewport_size(before)
    return taken


def picture(page: Page, file: Path, *, whole: bool = True) -> Path:
    """Take the picture of a page as it stands, without whatever blinks or moves."""
    page.screenshot(path=file, full_page=whole, animations="disabled", caret="hide")
    return file


def speak(page: Page, language: str) -> None:
    """Choose a language for this browser, as the foot of every page does."""
    address = page.evaluate("location.origin")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": address}])


def spills(page: Page) -> list[str]:
    """What is wider than the window: nothing may make a page scroll sideways."""
    script = """() => {
        const wide = document.documentElement.clientWidth;
        const found = [...document.querySelectorAll("body *")].filter((each) => {
            const box = each.getBoundingClientRect();
            return box.width && box.right > wide + 1 && !each.closest(".scroll, .skip, .unseen, dialog:not([open])");
        });
        return found.slice(0, 5).map((each) => `${each.tagName}.${each.className}: ${each.textContent.slice(0, 60)}`);
    }"""
    found: list[str] = page.evaluate(script)
    return found
