/* Speed, not function: every page works without this file.
   No inline script, no eval, nothing kept in the browser (schermen B6). One section per promise. */
"use strict";

const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const stuur = (url, body) =>
  fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token(), Accept: "application/json" }, credentials: "same-origin" });
const uur = (moment) => `${String(moment.getHours()).padStart(2, "0")}.${String(moment.getMinutes()).padStart(2, "0")}`;
const isTypveld = (el) => el instanceof HTMLElement && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName));

/* ---- htmx: the token goes along, and a lost session shows the log-in page instead of a broken part ---- */
document.addEventListener("htmx:config:request", (event) => {
  const verzoek = event.detail.ctx?.request;
  if (verzoek && verzoek.method !== "GET") verzoek.headers["X-CSRFToken"] = token();
});

/* ---- error summary: focus after load and after a swap ---- */
const focusFouten = () => document.querySelector("[data-krijgt-focus]")?.focus();
document.addEventListener("htmx:after:swap", focusFouten);
focusFouten();

/* ---- silent normalisation when leaving a field; the server decides what is right ---- */
const MAANDEN = ["jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];

function normaalDatum(tekst) {
  const schoon = tekst.trim().toLowerCase().replace(/\s+/g, " ");
  const dagen = { vandaag: 0, morgen: 1, overmorgen: 2, gisteren: -1, eergisteren: -2 }[schoon];
  let delen = null;
  if (dagen !== undefined) {
    const dag = new Date();
    dag.setDate(dag.getDate() + dagen);
    delen = [dag.getDate(), dag.getMonth() + 1, dag.getFullYear()];
  } else {
    const cijfers = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(schoon) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(schoon);
    const woord = /^(\d{1,2})[- ]?([a-z]{3,})\.?[- ]?(\d{4})$/.exec(schoon);
    if (cijfers) delen = cijfers.slice(1).map(Number);
    else if (woord) {
      const naam = woord[2] === "mrt" ? "maa" : woord[2].slice(0, 3);
      if (MAANDEN.includes(naam)) delen = [Number(woord[1]), MAANDEN.indexOf(naam) + 1, Number(woord[3])];
    }
  }
  if (!delen) return tekst;
  const [dag, maand, jaar] = delen;
  const proef = new Date(jaar, maand - 1, dag);
  if (proef.getMonth() !== maand - 1 || proef.getDate() !== dag) return tekst;
  return `${String(dag).padStart(2, "0")}-${String(maand).padStart(2, "0")}-${String(jaar).padStart(4, "0")}`;
}

function normaalBedrag(tekst) {
  const gevonden = /^(-|−)?\s*(?:€|eur)?\s*(-|−)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?$/i.exec(tekst.trim());
  if (!gevonden) return tekst;
  const geheel = gevonden[3].replaceAll(".", "").replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ".");
  return `${gevonden[1] || gevonden[2] ? "-" : ""}${geheel},${(gevonden[4] ?? "").padEnd(2, "0")}`;
}

document.addEventListener("focusout", (event) => {
  const veld = event.target;
  const soort = veld.dataset?.normaliseer;
  if (!soort || !veld.value) return;
  veld.value = soort === "datum" ? normaalDatum(veld.value) : normaalBedrag(veld.value);
});

/* ---- one press, one record (B5): the second submit of the same form is dropped; the button stays usable ---- */
const BEZIG_MS = 8000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (Number(form.dataset.bezigTot ?? 0) > Date.now()) {
    event.preventDefault();
    return;
  }
  form.dataset.bezigTot = String(Date.now() + BEZIG_MS);
  event.submitter?.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-bezig-tot]")) delete form.dataset.bezigTot;
  for (const knop of document.querySelectorAll("[aria-busy]")) knop.removeAttribute("aria-busy");
});

/* ---- concept: every 10 s while something changed, and 2 s after typing stops (B1, B4) ---- */
function bewaakConcept(form) {
  const status = form.querySelector("[data-concept-status]");
  let gewijzigd = false;
  let onderweg = false;
  let rust = 0;

  const meld = (tekst, toestand) => {
    if (!status || status.textContent === tekst) return;
    status.textContent = tekst;
    status.dataset.toestand = toestand;
  };
  const bewaar = async () => {
    if (!gewijzigd || onderweg || Number(form.dataset.bezigTot ?? 0) > Date.now()) return;
    onderweg = true;
    gewijzigd = false;
    const inhoud = new FormData(form);
    for (const [naam, waarde] of [...inhoud]) if (waarde instanceof File) inhoud.delete(naam);
    try {
      const antwoord = await stuur(form.dataset.conceptUrl, new URLSearchParams(inhoud));
      if (!antwoord.ok || antwoord.redirected) throw new Error(String(antwoord.status));
      const { bewaard_om: om } = await antwoord.json();
      meld(`Concept bewaard om ${om ?? uur(new Date())}`, "goed");
    } catch {
      gewijzigd = true;
      meld("Niet bewaard, geen verbinding. Laat deze pagina open.", "fout");
    } finally {
      onderweg = false;
    }
  };
  const raakAan = (event) => {
    if (event.target.type === "hidden") return;
    gewijzigd = true;
    clearTimeout(rust);
    rust = setTimeout(bewaar, 2000);
  };
  form.addEventListener("input", raakAan);
  form.addEventListener("change", raakAan);
  window.addEventListener("online", bewaar);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && bewaar());
  setInterval(bewaar, 10000);
}
document.querySelectorAll("form[data-concept-url]").forEach(bewaakConcept);

/* ---- session: a dialog at least five minutes before the end (B3); every request to us starts the clock again ---- */
function bewaakSessie() {
  const seconden = Number(document.body.dataset.sessieSeconden ?? 0);
  const dialoog = document.getElementById("sessie-dialoog");
  if (!seconden || !dialoog) return;
  const WAARSCHUW_MS = Math.min(5 * 60, seconden / 2) * 1000;
  let einde = Date.now() + seconden * 1000;
  let vorige = null;
  let gezegd = -1;

  const verder = async () => {
    try {
      const antwoord = await stuur(document.body.dataset.verlengUrl, new URLSearchParams());
      if (antwoord.ok && !antwoord.redirected) {
        einde = Date.now() + seconden * 1000;
        sluit();
        return;
      }
    } catch { /* no connection: the page and what was typed stay as they are */ }
    dialoog.querySelector("p").textContent = "Verlengen lukte niet. Controleer je verbinding en probeer het nog eens.";
  };
  const sluit = () => {
    if (dialoog.open) dialoog.close();
    vorige?.focus();
    vorige = null;
  };
  dialoog.querySelector("[data-sessie-verder]").addEventListener("click", verder);
  dialoog.addEventListener("cancel", (event) => { event.preventDefault(); verder(); });
  document.addEventListener("htmx:after:request", () => { einde = Date.now() + seconden * 1000; });

  setInterval(() => {
    const over = einde - Date.now();
    if (over > WAARSCHUW_MS + 1000) return;
    const minuten = Math.max(0, Math.ceil(over / 60000));
    if (minuten !== gezegd) {
      gezegd = minuten;
      const plek = dialoog.querySelector("[data-sessie-minuten]");
      if (plek) plek.textContent = String(minuten);
    }
    if (!dialoog.open) {
      vorige = document.activeElement;
      dialoog.showModal();
    }
  }, 1000);
}
bewaakSessie();

/* ---- shortcuts: /, n, t, o, p, i, l, 1-9, d, e, f, g w, g b, g c, ?, Ctrl+Enter; off by choice (WCAG 2.1.4), never while typing ---- */
/* The dialog names the keys of this page by the words on their buttons, so it is never behind. */
function toonSneltoetsen(dialoog) {
  if (!dialoog) return;
  const deel = dialoog.querySelector("[data-deze-pagina]");
  const vast = new Set([...dialoog.querySelectorAll("dt")].map((dt) => dt.textContent.trim()));
  const rijen = new Map();
  for (const doel of document.querySelectorAll("[data-sneltoets]")) {
    const toets = doel.dataset.sneltoets;
    const naam = (doel.labels?.[0] ?? doel).textContent.trim();
    if (naam && !rijen.has(toets) && (!vast.has(toets) || toets === "d" || toets === "n")) rijen.set(toets, naam);
  }
  deel.hidden = rijen.size === 0;
  deel.querySelector("dl").replaceChildren(...[...rijen].map(([toets, naam]) => {
    const rij = document.createElement("div"), dt = document.createElement("dt"), dd = document.createElement("dd");
    dt.append(...toets.split(" ").map((deeltje) => Object.assign(document.createElement("kbd"), { textContent: deeltje })));
    dd.textContent = naam;
    rij.append(dt, dd);
    return rij;
  }));
  dialoog.showModal();
}

function sneltoetsen() {
  let vorige = "";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter") {
      const form = document.activeElement?.closest("form");
      if (form?.method === "post") { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTypveld(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const toets = event.key;
    const reeks = vorige ? `${vorige} ${toets}` : toets;
    vorige = toets === "g" ? "g" : "";
    if (toets === "?") {
      event.preventDefault();
      toonSneltoetsen(document.getElementById("sneltoets-dialoog"));
      return;
    }
    if (reeks === "g w") {
      const doel = document.querySelector("[data-werkvoorraad]");
      if (doel) location.assign(doel.href);
      return;
    }
    const doel = reeks === "f"
      ? document.querySelector(".filterpaneel__velden[open] :is(input:not([type=hidden]), select)")
      : document.querySelector(`[data-sneltoets="${CSS.escape(reeks)}"]`);
    if (!doel) return;
    event.preventDefault();
    doel.focus();  // the next Tab goes on from here
    if (!isTypveld(doel)) doel.click();
  });
}
if (document.body.dataset.sneltoetsen !== "uit") sneltoetsen();

/* ---- menus close with Escape and when you go elsewhere ---- */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details.uitklapmenu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.uitklapmenu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("focusin", (event) => {
  for (const menu of document.querySelectorAll("details.uitklapmenu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

/* ---- bulk: count what is ticked ---- */
document.addEventListener("change", (event) => {
  const form = event.target.matches?.("input[data-bulk]") && event.target.form;
  const regel = form && form.querySelector("[data-bulk-aantal]");
  if (!regel) return;
  const aantal = form.querySelectorAll("input[data-bulk]:checked").length;
  regel.textContent = `${aantal} ${aantal === 1 ? regel.dataset.een : regel.dataset.meer} gekozen`;
});

/* ---- words while typing, beside the field that has a maximum (schermen, Collegerapport) ---- */
for (const veld of document.querySelectorAll("textarea[data-telwoorden]")) {
  const uit = document.createElement("p");
  uit.className = "leesniveau zacht";
  veld.after(uit);
  const tel = () => {
    const woorden = veld.value.split(/\s+/).filter(Boolean).length;
    const zinnen = veld.value.split(/[.!?\n]+/).filter((zin) => zin.trim()).length;
    const grens = veld.dataset.telwoorden;
    uit.textContent = woorden ? `${woorden}${grens ? ` van ${grens}` : ""} woorden, ${zinnen} ${zinnen === 1 ? "zin" : "zinnen"}.` : "";
  };
  veld.addEventListener("input", tel);
  tel();
}

/* ---- reading level while typing: words per sentence of this page; the server judges the whole plan ---- */
for (const vak of document.querySelectorAll("[data-leesniveau]")) {
  const uit = vak.querySelector("[data-leesniveau-uit]");
  const tel = () => {
    const teksten = [...vak.querySelectorAll("textarea")].map((veld) => veld.value);
    const zinnen = teksten.join("\n").split(/[.!?\n]+/).map((zin) => zin.trim().split(/\s+/).filter(Boolean).length).filter(Boolean);
    uit.hidden = !zinnen.length;
    if (!zinnen.length) return;
    const gemiddeld = Math.round((zinnen.reduce((som, n) => som + n, 0) / zinnen.length) * 10) / 10;
    const oordeel = gemiddeld <= 10 ? "goed" : gemiddeld <= 15 ? "kan korter" : "te lang";
    uit.textContent = `Wat hier staat: gemiddeld ${String(gemiddeld).replace(".", ",")} woorden per zin, ${oordeel}.`;
  };
  if (uit) { vak.addEventListener("input", tel); tel(); }
}
