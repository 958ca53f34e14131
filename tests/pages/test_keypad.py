"""The keypad of the simulated cheap phone writes where the caret is, whatever the browser thinks of a field that has
not the focus."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.pages.test_phone_browser import Hand, address, chromium, home, pytestmark

address, chromium, home, pytestmark = address, chromium, home, pytestmark
FORGETFUL = """
const text = document.getElementById("text");
for (const side of ["selectionStart", "selectionEnd"]) {
  const known = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, side);
  Object.defineProperty(text, side, {
    get: () => (document.activeElement === text ? known.get.call(text) : 0),
    set: (at) => known.set.call(text, at),
  });
}
"""
"""As in a Chromium that keeps the caret of a field without the focus at its beginning."""


class Keypad(Hand):
    def key(self, keys):
        """Presses of the keypad; `<` erases."""
        for key in keys:
            self.one("[data-erase]" if key == "<" else f"[data-key='{key}']").click()

    @property
    def written(self):
        return self.one("#text").get_attribute("value")

    def goes_on(self, words):
        """On the keyboard, where the caret is: `send_keys` of an element moves it to the end."""
        self.driver.execute_script("document.getElementById('text').focus()")
        ActionChains(self.driver).send_keys(words).perform()

    def leave(self):
        self.driver.execute_script("document.activeElement.blur()")


@pytest.fixture(params=["as it is", "forgetful"])
def keypad(request, chromium, address):
    keypad = Keypad(chromium, address)
    keypad.opens("?who=ba&looks=sms", height=960)
    if request.param == "forgetful":
        chromium.execute_script(FORGETFUL)
    return keypad


@pytest.mark.parametrize(
    ("keys", "written"), [("7<1", "1"), ("712", "712"), ("<<5", "5"), ("12<<<34", "34"), ("*0#<", "*0")]
)
def test_a_field_that_never_had_the_focus(keypad, keys, written):
    keypad.leave()
    keypad.key(keys)
    assert keypad.written == written


def test_behind_what_was_typed_on_a_keyboard(keypad):
    keypad.one("#text").send_keys("BC ")
    keypad.key("45<6")
    assert keypad.written == "BC 46"


@pytest.mark.parametrize("leaves", [False, True])
def test_in_the_midst(keypad, leaves):
    keypad.one("#text").send_keys("1234", Keys.LEFT, Keys.LEFT)
    if leaves:
        keypad.leave()
    keypad.key("78<<<9")
    assert keypad.written == "1934"
    keypad.goes_on("0")
    assert keypad.written == "19034"


def test_at_the_beginning_there_is_nothing_to_erase(keypad):
    keypad.one("#text").send_keys("12", Keys.HOME)
    keypad.key("<<3<")
    assert keypad.written == "12"


@pytest.mark.parametrize(("key", "written"), [("9", "194"), ("<", "14")])
def test_what_is_marked_is_replaced(keypad, key, written):
    keypad.one("#text").send_keys("1234", Keys.LEFT, Keys.SHIFT, Keys.LEFT, Keys.LEFT)
    keypad.key(key)
    assert keypad.written == written


def test_a_letter_of_two_units_is_erased_whole(keypad):
    keypad.driver.execute_script(
        "document.getElementById('text').focus(); document.execCommand('insertText', 0, 'a😀')"
    )
    keypad.key("<")
    assert keypad.written == "a"
    keypad.key("<2")
    assert keypad.written == "2"


def test_a_click_in_the_text_sets_the_caret(keypad):
    keypad.key("123456")
    text = keypad.one("#text")
    ActionChains(keypad.driver).move_to_element_with_offset(text, -text.size["width"] // 2 + 2, 0).click().perform()
    keypad.key("9")
    assert keypad.written == "9123456"


def test_after_sending_it_begins_anew(keypad):
    keypad.key("12")
    keypad.one(".keypad [type=submit]").click()
    keypad.until(lambda: keypad.all("#log .mine"))
    assert keypad.written == ""
    keypad.key("34<5")
    assert keypad.written == "35"
    keypad.one(".keypad [type=submit]").click()
    keypad.until(lambda: keypad.all("#log .mine p")[-1].text == "35")


def test_what_was_not_sent_is_gone_on_with(keypad):
    keypad.driver.execute_script("window.fetch = () => Promise.reject(new Error('away'))")
    keypad.key("12")
    keypad.one(".keypad [type=submit]").click()
    keypad.until(lambda: keypad.written == "12")
    keypad.leave()
    keypad.key("<3")
    assert keypad.written == "13"


def test_a_change_of_the_look_does_not_matter(keypad):
    keypad.opens("?who=ba&looks=telegram")
    keypad.one("#text").send_keys("99")
    keypad.one("#things a[href*='looks=sms']").click()
    keypad.until(lambda: keypad.all(".keypad"))
    keypad.key("7<1")
    assert keypad.written == "1"


def test_an_invitation_is_gone_on_with(keypad):
    keypad.opens("?new=1&looks=sms&invite=HATU26")
    assert keypad.written == "HATU26"
    keypad.key("<7")
    assert keypad.written == "HATU27"
    keypad.goes_on("8")
    assert keypad.written == "HATU278"


def test_all_of_the_form_that_a_restored_page_brings(keypad):
    keypad.driver.execute_script("document.getElementById('text').value = '12'")
    keypad.leave()
    keypad.key("3")
    assert keypad.written == "123"
