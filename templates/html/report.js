"use strict";
// Nothing here is needed to read the report: it filters, opens and copies for a meeting.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const reveal = (element) => { element.hidden = false; };

  all(".tools, .filters, .copy").forEach(reveal);

  // On a phone the verdict comes first; the contents open at a touch.
  if (matchMedia("(max-width: 48rem)").matches) document.querySelector("nav details").open = false;

  all(".tools button").forEach((button) => button.addEventListener("click", () => {
    all("main details").forEach((details) => { details.open = button.dataset.open === "true"; });
  }));

  // A link to something inside closed details opens them; a practice opens with its own link.
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const inner = target.matches("tbody") ? target.querySelector("details") : null;
    for (const details of [inner, target.closest("details")]) if (details) details.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();

  // A row matches when the row itself, or one of its answers, carries the chosen value.
  const carries = (row, field, value) =>
    row.dataset[field] === value || all(`[data-${field}]`, row).some((part) => part.dataset[field] === value);

  all(".filters").forEach((bar) => {
    const rows = all("tbody", document.getElementById(bar.dataset.for));
    const apply = () => {
      const chosen = all("select", bar).map((select) => [select.dataset.field, select.value]).filter(([, value]) => value);
      rows.forEach((row) => { row.hidden = !chosen.every(([field, value]) => carries(row, field, value)); });
      const shown = rows.filter((row) => !row.hidden).length;
      const output = bar.querySelector("output");
      output.textContent = chosen.length ? output.dataset.text.replace("{shown}", shown).replace("{all}", rows.length) : "";
    };
    all("select", bar).forEach((select) => select.addEventListener("change", apply));
  });

  // A finding as the text of an issue, in Markdown, made from what the page shows.
  const text = (root, selector) => root.querySelector(selector).textContent.trim().replace(/\s+/g, " ");
  const issue = (practice) => {
    const [how, verify] = all("h4", practice).map((head) => head.textContent.trim());
    const steps = all(".how li", practice).map((step) => `- [ ] ${step.textContent.trim()}`);
    const parts = [`## ${text(practice, ".title")}`, text(practice, ".why"), `### ${how}`, steps.join("\n"),
      `### ${verify}`, text(practice, ".verify"), `\`${practice.id}\``];
    return parts.join("\n\n") + "\n";
  };
  const copy = async (content) => {
    try {
      await navigator.clipboard.writeText(content);
    } catch {
      const area = document.createElement("textarea");
      area.value = content;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  all(".copy").forEach((button) => {
    const label = button.textContent;
    button.addEventListener("click", async () => {
      await copy(issue(button.closest("tbody")));
      button.textContent = document.body.dataset.copied;
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  });
})();
