// Asks before a changed form is left. Opt in with the attribute data-unsaved-warning on the form.

function entries(form) {
  const plain = ([name, value]) => [name, value instanceof File ? value.name : value];
  return JSON.stringify([...new FormData(form)].map(plain));
}

export function warnBeforeLeaving(form) {
  // What came back with errors was never saved, even if nobody touches it again.
  const saved = form.querySelector(".govuk-form-group--error") ? "" : entries(form);
  const ask = (event) => {
    if (entries(form) !== saved) event.preventDefault();
  };
  window.addEventListener("beforeunload", ask);
  form.addEventListener("submit", () => window.removeEventListener("beforeunload", ask));
}
