"""The simulator as a person uses it: Debian's Chromium, the real bot in demo mode, a store of its own."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

CHROMIUM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "images"
PATIENCE = 90

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (shutil.which(CHROMIUM) and shutil.which(DRIVER)), reason="chromium and chromedriver are not installed"
    ),
    pytest.mark.xdist_group("browser"),
]


@contextmanager
def running(folder: Path, port: int = 0, environ: dict[str, str] | None = None):
    """The bot in demo mode; yields its address. Ends by SIGTERM."""
    settings = {
        "BAOCAO_DEMO": "1",
        "BAOCAO_PORT": str(port),
        "BAOCAO_DATABASE_URL": f"sqlite:///{folder / 'demo.db'}",
        "BAOCAO_MEDIA": str(folder / "media"),
    }
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("BAOCAO_", "TELEGRAM_", "ZALO_"))}
    with (folder / "log").open("ab") as errors:
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=ROOT,
            env=clean | settings | (environ or {}),
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    try:
        address = ""
        while not address:
            line = bot.stdout.readline().decode()
            assert line, f"the bot did not start: {(folder / 'log').read_text()[-2000:]}"
            if found := re.search(r"http://\S+(?=/phone)", line):
                address = found[0]
        yield address
    finally:
        bot.send_signal(signal.SIGTERM)
        try:
            bot.wait(90)
        except subprocess.TimeoutExpired:
            bot.kill()
            raise AssertionError("the bot did not end when told to") from None


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("bot")


@pytest.fixture(scope="module")
def address(home):
    with running(home) as address:
        yield address


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in (
        *("headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking"),
        *("disable-component-update", "disable-sync", "hide-scrollbars", "force-device-scale-factor=1"),
        f"user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):
        options.add_argument(f"--{argument}")
    environ = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"} | {"LANGUAGE": "vi"}
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER, env=environ))
    try:
        yield driver
    finally:
        driver.quit()


class Hand:
    """What a person does with the page, and what they see."""

    def __init__(self, driver, address):
        self.driver, self.address = driver, address

    def opens(self, query="", width=1280, height=860):
        self.driver.set_window_size(width, height)
        self.driver.get(f"{self.address}/phone{query}")

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def one(self, css):
        return self.until(lambda: self.all(css))[0]

    def until(self, seen):
        return WebDriverWait(self.driver, PATIENCE, 0.05, (Exception,)).until(lambda _: seen())

    def last(self):
        """The words and buttons of the newest message of the bot."""
        return self.all("#log .theirs")[-1].text if self.all("#log .theirs") else ""

    def sees(self, *words):
        self.until(lambda: all(word in self.last() for word in words))

    def types(self, words):
        self.one("#text").send_keys(words, Keys.ENTER)

    def presses(self, label):
        """A button under the newest message that has it."""
        self.until(lambda: [b for b in self.all("#log .rows button") if b.text == label][-1].click() or True)

    def presses_what_begins(self, words):
        self.until(lambda: [b for b in self.all("#log .rows button") if b.text.startswith(words)][-1].click() or True)

    def at_bottom(self):
        script = "const l = document.getElementById('log'); return l.scrollHeight - l.scrollTop - l.clientHeight"
        return self.driver.execute_script(script) < 3

    def look(self, name):
        """A picture for the documents, where pictures are wanted."""
        if os.environ.get("BAOCAO_SCREENSHOTS"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.driver.execute_script("document.activeElement.blur()")
            time.sleep(0.3)
            self.driver.save_screenshot(str(PICTURES / name))


@pytest.fixture
def hand(chromium, address):
    return Hand(chromium, address)


def test_a_report_is_filed_by_buttons_up_to_its_receipt(hand):
    hand.opens("?who=lan", height=960)
    hand.types("MENU")
    hand.presses("Báo cáo mới")
    hand.sees("1. Hoạt động gì?")
    question = hand.all("#log .theirs")[-1].text
    hand.presses("Truyền thông")
    hand.sees("✓ Hoạt động: Truyền thông", "2. Chủ đề?")
    assert question not in hand.one("#log").text  # the pressed question was changed in its place
    hand.presses("Ma túy")
    hand.sees("3. Khi nào?")
    hand.presses_what_begins("Hôm nay")
    hand.sees("Bao nhiêu lượt người dự?")
    hand.types("45")
    hand.sees("✓ Lượt người dự: 45")
    hand.presses("Không đếm riêng")
    hand.sees("7. Ở đâu?")
    hand.types("Nhà văn hóa khu 4")
    hand.sees("8. Có kèm theo gì không?")
    hand.presses("Không")
    hand.sees("XEM LẠI TRƯỚC KHI GỬI", "5. Lượt người dự: 45")
    hand.presses("Gửi báo cáo")
    hand.sees("ĐÃ NHẬN – mã", "45 lượt người")
    assert [bubble.text.split("\n")[0] for bubble in hand.all("#log .mine")] == ["MENU", "45", "Nhà văn hóa khu 4"]
    assert hand.at_bottom()
    hand.look("phone.png")


def test_a_cheap_phone_answers_by_numbers(hand):
    hand.opens("?who=ba&looks=sms", height=960)
    hand.types("BAO CAO")
    hand.sees("1. Hoat dong gi?", "1. Truyen thong")
    assert not hand.all("#log button") and not hand.all("#photo")
    hand.one("[data-key='7']").click()
    hand.one("[data-erase]").click()
    hand.one("[data-key='1']").click()
    hand.one(".keypad [type=submit]").click()
    hand.sees("2. Chu de?", "Ma tuy")
    hand.look("phone-sms.png")


def test_how_a_message_is_read_shows_while_it_is_written(hand):
    hand.opens("?who=lan&looks=zalo")
    hand.one("#text").send_keys("hôm qua truyền thông ma túy ở khu 4, 45 người dự")
    hand.until(lambda: "45 lượt người" in hand.one("#reading").text and "khu 4" in hand.one("#reading").text)
    assert not [bubble for bubble in hand.all("#log .mine") if "45 người" in bubble.text]
    hand.look("phone-reading.png")


def test_zalo_shows_numbered_lines(hand):
    hand.opens("?who=minh&looks=zalo")
    hand.types("TRO GIUP")
    hand.types("MENU")
    hand.sees("1. Báo cáo mới")
    assert not hand.all("#log button")


def test_a_newcomer_joins_with_a_code(hand):
    hand.opens("?new=1")
    hand.all("[data-say]")[0].click()
    hand.sees("Đội CTXHTN Hà Tu")
    hand.presses("Đồng ý")
    hand.sees("Họ tên")
    hand.types("Trần Thị Mẫu")
    hand.sees("Chọn việc")
    assert "Xin chào Trần Thị Mẫu" in hand.one("#log").text


def test_photos_are_sent_and_a_big_one_is_declined(hand, tmp_path):
    small, big = tmp_path / "buoi.jpg", tmp_path / "to.jpg"
    Image.new("RGB", (640, 480), "#5a8").save(small)
    big.write_bytes(small.read_bytes() + bytes(10 * 1024 * 1024))
    hand.opens("?who=phu")
    hand.one("#photo").send_keys(str(small))
    hand.sees("Đã giữ 1 ảnh")
    shown = "return [...document.querySelectorAll('.mine img')].map(i => i.naturalWidth)"
    hand.until(lambda: hand.driver.execute_script(shown) == [640])
    hand.one("#photo").send_keys(str(big))
    hand.sees("10 MB")


def test_the_clock_goes_forward(hand):
    hand.opens("?who=hoa")
    hand.types("MENU")
    hand.sees("Chọn việc")
    before = hand.one("#now time").get_attribute("datetime")
    hand.one("[data-hours='24']").click()
    hand.until(lambda: hand.one("#now time").get_attribute("datetime")[:10] > before[:10])
    hand.types("MENU")
    hand.until(lambda: len(hand.all("#log .day")) == 2)
    hand.one("#day").send_keys("1/2/2090", Keys.ENTER)
    hand.until(lambda: hand.one("#now span").text.endswith("1/2/2090"))


def test_enter_sends_and_shift_enter_does_not(hand):
    hand.opens("?who=son")
    hand.one("#text").send_keys("một", Keys.SHIFT, Keys.ENTER)
    hand.one("#text").send_keys("hai")
    assert hand.one("#text").get_attribute("value") == "một\nhai" and not hand.all("#log .mine")
    hand.types("")
    hand.until(lambda: hand.all("#log .mine p")[-1].text == "một\nhai")
    assert hand.one("#text").get_attribute("value") == ""
    hand.one("#text").send_keys("  ", Keys.ENTER)
    time.sleep(0.2)
    assert len(hand.all("#log .mine")) == 1


def test_a_keyboard_is_enough(hand):
    hand.opens("?who=thu")
    hand.types("MENU")
    hand.until(lambda: hand.all("#log .rows button"))
    hand.driver.execute_script("document.querySelector('#log .rows button').focus()")
    hand.driver.switch_to.active_element.send_keys(Keys.ENTER)
    hand.until(lambda: len(hand.all("#log .theirs")) > 1 or "MENU" not in hand.last())
    assert hand.driver.execute_script("return document.activeElement !== document.body")


@pytest.mark.parametrize("looks", ["telegram", "zalo", "sms"])
def test_on_a_small_window_the_phone_is_all_there_is(hand, looks):
    hand.opens(f"?who=lan&looks={looks}", width=500, height=780)
    hand.types("MENU")
    hand.sees("Ha Tu" if looks == "sms" else "Hà Tu")
    too_big = "const d = document.documentElement; return d.scrollWidth > innerWidth || d.scrollHeight > innerHeight"
    assert not hand.driver.execute_script(too_big)
    assert hand.one("#text").is_displayed() and not hand.one("#people").is_displayed()
    hand.one("#settings").click()
    assert hand.one("#people").is_displayed() and hand.one("#now").is_displayed()
    hand.one("#settings").click()
    assert hand.one("#text").is_displayed()


def test_the_page_outlives_a_restart_of_the_bot(chromium, tmp_path):
    with running(tmp_path) as address:
        hand = Hand(chromium, address)
        hand.opens("?who=lan")
        hand.types("MENU")
        hand.sees("Chọn việc")
    hand.until(lambda: hand.one(".trouble").is_displayed())
    hand.types("MENU")
    hand.until(lambda: hand.one("#text").get_attribute("value") == "MENU")  # not sent, and not lost
    with running(tmp_path, int(address.rpartition(":")[2])):
        hand.until(lambda: not hand.one(".trouble").is_displayed())
        hand.one("#compose [type=submit]").click()
        hand.until(lambda: len(hand.all("#log .theirs")) == 2)
        hand.presses("Báo cáo mới")
        hand.sees("1. Hoạt động gì?")
        assert len(hand.all("#log .mine")) == 2


def test_nothing_was_wrong_on_the_way(hand, home):
    noise = [entry["message"] for entry in hand.driver.get_log("browser") if "503" not in entry["message"]]
    assert [line for line in noise if "ERR_CONNECTION" not in line and "ERR_EMPTY" not in line] == []
    assert not re.search("ERROR|Traceback", (home / "log").read_text())
