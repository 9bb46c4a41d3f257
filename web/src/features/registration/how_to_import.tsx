// SPDX-License-Identifier: Apache-2.0
/** Where registrations come from: told wherever none is known. */
export const HowToImport = () => (
  <>
    <p>
      Spoor asks no registry while you read. WHOIS answers, RDAP records and dumps come in as files, on the
      machine of the store, and show here at once:
    </p>
    <p>
      <code>spoor registration import --store STORE --source rdap FILE</code>
    </p>
  </>
);
