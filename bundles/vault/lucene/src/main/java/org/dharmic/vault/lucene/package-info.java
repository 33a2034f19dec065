/**
 * The vault as services: the components, their configuration, and what puts the parts together. It alone may know all packages
 * below, and they know nothing of it.
 */
package org.dharmic.vault.lucene;
