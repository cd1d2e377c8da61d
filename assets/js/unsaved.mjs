import { Component } from "govuk-frontend";

// Asks before a changed form is left. Opt in with data-module="app-unsaved" on the form.
export class Unsaved extends Component {
  static moduleName = "app-unsaved";

  constructor(form) {
    super(form);
    // What came back with errors was never saved, even if nobody touches it again.
    this.saved = form.querySelector(".govuk-form-group--error") ? "" : this.entries();
    form.addEventListener("submit", () => this.release());
    this.ask = (event) => {
      if (this.entries() !== this.saved) event.preventDefault();
    };
    window.addEventListener("beforeunload", this.ask);
  }

  entries() {
    const text = ([name, value]) => [name, value instanceof File ? value.name : value];
    return JSON.stringify([...new FormData(this.$root)].map(text));
  }

  release() {
    window.removeEventListener("beforeunload", this.ask);
  }
}
