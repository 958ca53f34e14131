// The phone: shows what the bot sends, sends what a person does, and moves the bot's clock. No library, no build.

const phone = document.querySelector("main");
const { address, who, zone, locale, language } = phone.dataset;
const words = JSON.parse(document.getElementById("words").textContent);
const log = document.getElementById("log");
const compose = document.getElementById("compose");
const text = document.getElementById("text");
const trouble = document.querySelector(".trouble");

const make = (tag, settings = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), settings);
  element.append(...children.filter(Boolean));
  return element;
};
const to = encodeURIComponent(address);
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const tell = (words) => {
  trouble.textContent = words;
  trouble.hidden = !words;
};

// --- the bot's clock

let ahead = 0;
const date = new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: "long", day: "numeric", month: "numeric", year: "numeric" });
const hour = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function showTime() {
  const now = new Date(Date.now() + ahead);
  const shown = document.querySelector("#now time");
  shown.dateTime = now.toISOString();
  shown.replaceChildren(make("b", { textContent: hour.format(now) }), make("span", { textContent: date.format(now) }));
  document.querySelector(".hour").textContent = hour.format(now);
}

function set(now) {
  ahead = Date.parse(now) - Date.now();
  showTime();
}
setInterval(showTime, 5000);

// --- what is on the screen

const keys = new Map(); // message ref → its element
let lastDay = "";

const atBottom = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;
const toBottom = () => (log.scrollTop = log.scrollHeight);

function button(message, { value, label }) {
  const it = make("button", { type: "button", textContent: label });
  it.addEventListener("click", async () => {
    if (it.ariaDisabled) return; // not `disabled`: that would take the focus from who goes by keyboard
    it.ariaDisabled = "true";
    await say({ choice: value, message });
    it.ariaDisabled = null;
  });
  return it;
}

function picture(url, name) {
  const image = make("img", { src: url, alt: name || words.photo_alt });
  image.addEventListener("load", () => stuck && toBottom());
  image.addEventListener("error", () => image.replaceWith(make("i", { textContent: image.alt })));
  return make("a", { href: url, target: "_blank", className: "picture" }, image);
}

function bubble(message) {
  const files = message.files.map((file) =>
    file.picture ? picture(file.url, file.name) : make("a", { href: file.url, className: "file", textContent: file.name })
  );
  const said = message.text && make("p", { textContent: message.text });
  return make(
    "li",
    { className: message.mine ? "mine" : "theirs" },
    make("div", { className: "bubble" }, message.photo && picture(message.photo, message.text), ...files, said,
      make("time", { textContent: message.time })),
    message.rows.length &&
      make("div", { className: "rows" }, ...message.rows.map((row) => make("div", {}, ...row.map((c) => button(message.ref, c)))))
  );
}

let stuck = true;
log.addEventListener("scroll", () => (stuck = atBottom()));
new ResizeObserver(() => stuck && toBottom()).observe(log);

function put(message) {
  const item = bubble(message);
  const before = keys.get(message.ref);
  keys.set(message.ref, item);
  const follow = stuck || message.mine;
  if (before) {
    const held = before.contains(document.activeElement); // who goes by keyboard stays in the message
    before.replaceWith(item);
    if (held) (item.querySelector("button") ?? text).focus();
  } else {
    if (message.day !== lastDay) log.append(make("li", { className: "day", textContent: message.day }));
    lastDay = message.day;
    log.append(item);
  }
  if (follow) {
    toBottom();
    stuck = true;
  }
}

async function listen() {
  let mark = "", pause = 250;
  for (;;) {
    try {
      const answer = await fetch(`/phone/messages?address=${to}&since=${mark}`, { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const news = await answer.json();
      if (lost) tell("");
      lost = false;
      pause = 250;
      mark = news.mark;
      set(news.now);
      news.messages.forEach(put);
    } catch {
      if (pause > 500) {
        lost = true;
        tell(words.lost);
      }
      await sleep(pause);
      pause = Math.min(pause * 2, 2000);
    }
  }
}
let lost = false;

// --- saying something

async function post(path, body, type = "application/json") {
  try {
    const answer = await fetch(path, { method: "POST", body, headers: { "Content-Type": type } });
    if (answer.ok) set((await answer.json()).now);
    return answer.ok;
  } catch {
    return false;
  }
}

// What could not be sent is sent again under the same id, so that the bot hears it once.
let unsent = { body: "", id: "" };

async function say(what) {
  const body = JSON.stringify(what);
  const id = unsent.body === body ? unsent.id : crypto.randomUUID();
  const taken = await post("/phone/messages", JSON.stringify({ address, id, ...what }));
  return settle(taken, body, id);
}

function settle(taken, body, id) {
  unsent = taken ? { body: "", id: "" } : { body, id };
  if (!taken) {
    keys.get(`p:${id}`)?.remove();
    keys.delete(`p:${id}`);
  }
  tell(taken ? "" : words.not_sent);
  return taken;
}

function fit() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + text.offsetHeight - text.clientHeight}px`;
}

compose.addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = text.value;
  if (!said.trim()) return;
  write("");
  if (!(await say({ text: said })) && !text.value) write(said);
  text.focus();
});

text.addEventListener("input", fit);

// --- how the machine reads what is being written, or was sent last

const reading = document.getElementById("reading");
let soon = 0;

function read(said) {
  clearTimeout(soon);
  if (!said.trim()) return;
  soon = setTimeout(async () => {
    const answer = await fetch("/phone/reading", {
      method: "POST",
      body: JSON.stringify({ text: said, who, language }),
      headers: { "Content-Type": "application/json" },
    }).catch(() => null);
    if (answer?.ok) reading.textContent = (await answer.json()).reading || reading.dataset.hint;
  }, 250);
}
text.addEventListener("input", () => read(text.value));
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    compose.requestSubmit();
  }
});

document.getElementById("photo")?.addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  const body = `${file.name} ${file.size} ${file.lastModified}`;
  const id = unsent.body === body ? unsent.id : crypto.randomUUID();
  const path = `/phone/photo?address=${to}&id=${id}&name=${encodeURIComponent(file.name)}`;
  settle(await post(path, file, file.type || "application/octet-stream"), body, id);
  event.target.value = "";
  text.focus();
});

for (const it of document.querySelectorAll("[data-say]"))
  it.addEventListener("click", () => {
    if (document.body.classList.contains("open")) settings.click();
    say({ text: it.dataset.say });
  });

// --- the keypad of a cheap phone

// Where it writes. A field without the focus has no caret to trust: browsers keep it at the beginning, the end or where
// it was. So it is noted while the field has the focus; without a note it is the end.
let caret = null;
const note = () => document.activeElement === text && (caret = [text.selectionStart, text.selectionEnd]);
document.addEventListener("selectionchange", note);
for (const event of ["input", "keyup", "pointerup"]) text.addEventListener(event, note);
text.addEventListener("focus", () => caret && text.setSelectionRange(...caret));

function write(words) {
  text.value = words;
  caret = null;
  text.setSelectionRange(words.length, words.length);
  fit();
}

function key(change) {
  note();
  const [from, to, put] = change(...(caret ?? [text.value.length, text.value.length]));
  text.setRangeText(put, from, to);
  read(text.value);
  caret = [from + put.length, from + put.length];
  text.setSelectionRange(...caret);
  fit();
}

for (const it of document.querySelectorAll("[data-key]"))
  it.addEventListener("click", () => key((start, end) => [start, end, it.dataset.key]));
document.querySelector("[data-erase]")?.addEventListener("click", () =>
  key((start, end) => {
    const letter = [...text.value.slice(0, end)].at(-1) ?? ""; // an emoji is one letter of two units
    return [start === end ? end - letter.length : start, end, ""];
  })
);

// --- moving the clock, and the panels of a small window

const forward = (by) => post("/phone/clock", JSON.stringify(by));
for (const it of document.querySelectorAll("[data-hours]"))
  it.addEventListener("click", () => forward({ hours: Number(it.dataset.hours) }));

const day = document.getElementById("day");
day.addEventListener("input", () => day.setCustomValidity(""));
document.getElementById("to").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await forward({ to: day.value })) day.value = "";
  else {
    day.setCustomValidity(words.failed);
    day.reportValidity();
  }
});

const settings = document.getElementById("settings");
const opening = settings.textContent;
settings.addEventListener("click", () => {
  const open = document.body.classList.toggle("open");
  settings.setAttribute("aria-expanded", open);
  settings.textContent = open ? settings.dataset.close : opening;
});

write(text.value);
listen();
