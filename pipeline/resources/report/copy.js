/* A quote can be copied with its source. */

const SHOWN = 4000; // milliseconds that the message stays

const message = make("p");
message.className = "message";
message.setAttribute("aria-live", "polite");
document.body.append(message);
let shown = 0;

/* Put a button at every statement and every quote in a part of the page. */
function addButtons(part) {
  for (const item of part.querySelectorAll("li[data-codes]")) item.append(copyButton(item.id));
  for (const quote of part.querySelectorAll("figure.quote")) {
    const link = quote.querySelector('figcaption a[href^="#uitspraak-"]');
    if (link) quote.querySelector("figcaption").append(" ", copyButton(link.getAttribute("href").slice(1)));
  }
}

function copyButton(id) {
  const button = make("button", "Kopieer citaat");
  button.type = "button";
  button.className = "copy";
  button.dataset.copy = id;
  return button;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  await ready;
  const row = statements.find(({ id }) => id === button.dataset.copy);
  const isCopied = row !== undefined && (await copyText(citation(row)));
  button.focus({ preventScroll: true });
  say(isCopied ? "Het citaat is gekopieerd." : "Kopiëren is niet gelukt. Selecteer de tekst en kopieer die zelf.");
});

/* Return a statement with who said it, where it stands, and a link to it. */
function citation(row) {
  const by = [...search.named("functie", row), ...search.named("bron", row)].join(", ");
  const source = [row.session.title, row.session.date, row.insight.label, `regel ${number(row.line)}`].join(", ");
  return `“${row.text}”\n${by ? `${by}, in: ` : ""}${source}\n${location.href.split("#")[0]}#${row.id}`;
}

/* Copy a text in the way that needs no permission, and otherwise in the newer way; tell whether that went well. */
async function copyText(text) {
  const area = make("textarea");
  area.value = text;
  area.className = "unseen";
  area.setAttribute("aria-hidden", "true");
  area.tabIndex = -1;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (isCopied) return true;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function say(text) {
  clearTimeout(shown);
  message.textContent = ""; // so that the same message is read out again
  setTimeout(() => (message.textContent = text));
  shown = setTimeout(() => (message.textContent = ""), SHOWN);
}
