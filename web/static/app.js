// Comfort only: every page does the same without this file.
(() => {
  "use strict";

  // Answers as you type: the form's own address, asked for the part of the
  // page that changes.
  for (const form of document.querySelectorAll("form[data-live]")) {
    const out = document.querySelector(form.dataset.live);
    if (!out) continue;
    let timer = 0, running = null, last = null;
    const ask = async () => {
      const query = new URLSearchParams(new FormData(form));
      if (!(query.get("q") || "").trim() && !query.get("number") && form.getAttribute("action") === "/who") return;
      const url = form.getAttribute("action") + "?" + query;
      if (url === last) return;
      last = url;
      if (running) running.abort();
      running = new AbortController();
      out.classList.add("busy");
      try {
        const res = await fetch(url, { headers: { "X-Fragment": "1" }, signal: running.signal });
        if (res.status === 401) { location.assign(url); return; } // the log-in has ended
        // What cannot be read yet (half a date) keeps the last answer, dimmed.
        if (!res.ok) return;
        out.innerHTML = await res.text();
        out.classList.remove("busy");
        history.replaceState(null, "", url);
      } catch (e) {
        if (e.name !== "AbortError") last = null;
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 220);
    });
  }

  // A file dropped anywhere on the form is the file chosen.
  for (const form of document.querySelectorAll("form[data-drop]")) {
    const input = form.querySelector("input[type=file]");
    form.addEventListener("dragover", (e) => { e.preventDefault(); form.classList.add("dragging"); });
    form.addEventListener("dragleave", () => form.classList.remove("dragging"));
    form.addEventListener("drop", (e) => {
      e.preventDefault();
      form.classList.remove("dragging");
      if (e.dataTransfer.files.length) {
        input.files = e.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }

  // Progress of a table, without loading the page anew each time.
  const progress = document.querySelector("[data-progress]");
  if (progress) {
    const bar = progress.querySelector("progress"), label = progress.querySelector("label");
    const parts = label.textContent.match(/[\d.,]+/g) || [];
    let text = label.textContent;
    const tick = async () => {
      try {
        const res = await fetch(progress.dataset.progress);
        const p = await res.json();
        if (p.finished || !res.ok) { location.reload(); return; }
        bar.value = p.done;
        if (parts.length) label.textContent = text.replace(parts[0], p.done.toLocaleString(document.documentElement.lang));
      } catch { /* asked again below */ }
      setTimeout(tick, 700);
    };
    setTimeout(tick, 500);
  }

  // "/" goes to the question, as on many pages that are searched all day.
  document.addEventListener("keydown", (e) => {
    if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
    const first = document.querySelector("main form input:not([type=hidden]), main form textarea");
    if (first) { e.preventDefault(); first.focus(); }
  });

  // Review by keyboard. Single keys act only outside of fields, and can be
  // turned off; what they do, links and forms on the page do as well.
  const keys = document.querySelector("[data-keys]");
  if (keys) {
    keys.checked = localStorage.getItem("keys") !== "off";
    keys.addEventListener("change", () => localStorage.setItem("keys", keys.checked ? "on" : "off"));
    const form = document.querySelector("[data-decide]");
    const rows = [...document.querySelectorAll("[data-queue] tbody a")];
    const step = (by) => {
      if (rows.length) {
        const at = rows.indexOf(document.activeElement);
        rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)].focus();
      } else {
        document.querySelector(by > 0 ? "[data-next]" : "[data-prev]")?.click();
      }
    };
    document.addEventListener("keydown", (e) => {
      if (e.key === "Enter" && e.ctrlKey && form && form.contains(document.activeElement)) {
        e.preventDefault();
        form.requestSubmit();
        return;
      }
      const el = document.activeElement;
      if (!keys.checked || e.ctrlKey || e.metaKey || e.altKey || /^(TEXTAREA|SELECT)$/.test(el.tagName) || el.tagName === "INPUT" && !/^(radio|checkbox)$/.test(el.type)) return;
      const choice = form?.querySelector(`[data-key="${CSS.escape(e.key)}"]`);
      if (choice) {
        choice.checked = true;
        form.querySelector("select").focus();
      } else if (e.key === "j" || e.key === "k") step(e.key === "j" ? 1 : -1);
      else if (e.key === "a") document.querySelector("[data-take]")?.click();
      else if (e.key === "u") document.querySelector("[data-up]")?.click();
      else return;
      e.preventDefault();
    });
  }
})();
