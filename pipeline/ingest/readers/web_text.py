"""What of a web page is meant to be read: not what is hidden or struck, no menus, but well what folds out."""

import re
from collections.abc import Set

from lxml import html

from pipeline.dutch.lexicon import any_of, file_words

SKIPPED = {
    "aside", "audio", "button", "canvas", "datalist", "dialog", "embed", "fieldset", "footer", "form", "head", "iframe",
    "img", "input", "link", "map", "menu", "meta", "nav", "noscript", "object", "option", "picture", "script", "select",
    "style", "svg", "template", "textarea", "title", "video",
}  # fmt: skip
_SKIPPED_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alert", "menu"}
_SKIPPED_NAMES = re.compile(rf"(?:^|[-_ ]){any_of(file_words().web.skipped)}(?:$|[-_ ])", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,200}line-through", re.IGNORECASE)
_STRUCK = ("s", "strike", "del")
_PANEL = re.compile(r"(?:^|[-_ ])(?:accordion|collapse|collapsible|panel|tabpanel|tab-pane)(?:$|[-_ ])", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt")
_POINTERS = ("aria-controls", "data-target", "data-bs-target", "href")


def open_panels(page: html.HtmlElement) -> bool:
    """Show the panels that a button or tab opens, and keep the buttons that are their headings.

    Returns whether there were any.
    """
    buttons = {element: None for element in page.iter("button", "a", "div", "span", "li") if _is_opener(element)}
    targets = {
        (button.get(name) or "").lstrip("#") for button in buttons for name in _POINTERS if button.get(name) is not None
    }
    opened = False
    for element in list(page.iter()):
        if not isinstance(element.tag, str) or not _is_hidden(element):
            continue
        names = f"{element.get('class', '')} {element.get('role', '')}"
        is_target = element.get("id") is not None and element.get("id") in targets
        if is_target or (_PANEL.search(names) and _has_content(element)) or _follows_opener(element, buttons.keys()):
            element.attrib.pop("hidden", None)
            element.attrib.pop("aria-hidden", None)
            element.set("style", _NOT_SHOWN.sub("", element.get("style") or ""))
            opened = True
    for button in buttons:
        is_heading = next(button.iterancestors(*_HEADINGS), None) is not None
        if button.tag == "button" and (is_heading or button.get("aria-expanded") is not None):
            button.tag = "span" if is_heading else "h6"
            button.attrib.pop("aria-controls", None)
    for button in page.iter("button"):
        if next(button.iterancestors(*_HEADINGS), None) is not None:
            button.tag = "span"
    return opened


def drop_unread(page: html.HtmlElement) -> None:
    """Take out what is hidden or struck."""
    for element in list(page.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None or element.tag in ("html", "body"):
            continue
        if element.tag in _STRUCK or _is_hidden(element) or _STRUCK_STYLE.search(element.get("style") or ""):
            element.drop_tree()


def drop_navigation(page: html.HtmlElement) -> None:
    """Take out menus, banners, comments and the like, by their tags, roles and the names that programmers give them."""
    for element in list(page.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None or element.tag in ("html", "body"):
            continue
        names = f"{element.get('class', '')} {element.get('id', '')}"
        is_named_so = _SKIPPED_NAMES.search(names) is not None and element.tag not in ("main", "article")
        if element.tag in SKIPPED or element.get("role") in _SKIPPED_ROLES or is_named_so:
            element.drop_tree()


def _is_hidden(element: html.HtmlElement) -> bool:
    is_marked = "hidden" in element.attrib or element.get("aria-hidden") == "true"
    return is_marked or _NOT_SHOWN.search(element.get("style") or "") is not None


def _is_opener(element: html.HtmlElement) -> bool:
    is_button = element.tag == "button" or element.get("role") in ("button", "tab")
    return (
        element.get("aria-expanded") is not None
        or element.get("aria-controls") is not None
        or (is_button or element.get("data-toggle") is not None or element.get("data-bs-toggle") is not None)
    )


def _has_content(element: html.HtmlElement) -> bool:
    return any(child.tag in ("p", "ul", "ol", "table") for child in element.iter() if isinstance(child.tag, str))


def _follows_opener(element: html.HtmlElement, buttons: Set[html.HtmlElement]) -> bool:
    """Return whether a panel stands right below a heading or label that is a button."""
    before = element.getprevious()
    if before is None or not _has_content(element):
        return False
    return before in buttons or any(child in buttons for child in before.iterdescendants())
