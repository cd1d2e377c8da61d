// Offers passkeys where the browser knows them. Each form says what it wants ("get" or "create") and has its options in
// the JSON beside it, or the address to fetch them from. What the device answers goes back with the form.
const known = window.PublicKeyCredential;

async function optionsOf(form) {
  if (form.dataset.passkeyOptions) {
    return JSON.parse(document.getElementById(form.dataset.passkeyOptions).textContent).publicKey;
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`The portal answered ${answer.status}`);
  return (await answer.json()).request_options.publicKey;
}

async function ask(form) {
  const options = await optionsOf(form);
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey: known.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: known.parseRequestOptionsFromJSON(options) });
}

function offer(form) {
  const [button, trouble] = [form.querySelector("button"), form.querySelector("[data-passkey-trouble]")];
  form.hidden = false;
  document.querySelectorAll("[data-passkey-unknown]").forEach((text) => { text.hidden = true; });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.hidden = button.disabled = true;
    try {
      form.elements.credential.value = JSON.stringify((await ask(form)).toJSON());
      form.submit();
    } catch {
      trouble.hidden = button.disabled = false;
    }
  });
}

if (known?.parseCreationOptionsFromJSON) document.querySelectorAll("form[data-passkey]").forEach(offer);
