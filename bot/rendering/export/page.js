"use strict";
// What the page does beyond showing: search, filters, light and dark. Without it everything is there to read.
(() => {
  const by = (id) => document.getElementById(id);
  const folded = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const cards = [...document.querySelectorAll(".event")].map((card) => ({
    card,
    words: folded(card.textContent),
    from: Number(card.dataset.from),
    to: Number(card.dataset.to),
    sources: ` ${card.dataset.sources} `,
    disputed: card.classList.contains("disputed"),
    planned: card.classList.contains("planned"),
  }));
  const years = [...document.querySelectorAll("main > section")];
  const [search, year, source, disputed, planned] =
    ["search", "year", "source", "disputed", "planned"].map(by);
  const shown = by("shown");

  const show = () => {
    const words = folded(search.value).split(/\s+/).filter(Boolean);
    const wanted = Number(year.value);
    const letter = source.value && ` ${source.value} `;
    let count = 0;
    for (const one of cards) {
      const fits =
        words.every((word) => one.words.includes(word)) &&
        (!wanted || (one.from <= wanted && wanted <= one.to)) &&
        (!letter || one.sources.includes(letter)) &&
        (!disputed.checked || one.disputed) &&
        (!planned.checked || one.planned);
      one.card.hidden = !fits;
      count += fits;
    }
    for (const section of years) section.hidden = !section.querySelector(".event:not([hidden])");
    by("nothing").hidden = count > 0;
    shown.value = shown.dataset.words.replace("{n}", count).replace("{total}", cards.length);
  };

  let waiting = 0;
  const soon = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(show);
  };
  search.addEventListener("input", soon);
  for (const choice of [year, source, disputed, planned]) choice.addEventListener("change", show);

  by("theme").addEventListener("click", () => {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const root = document.documentElement;
    const now = root.dataset.theme || (dark ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
  });
  by("filters").hidden = false;
  show();
})();
