/** What tests see from inside a container: service calls across a swap, revisions of bundles, times of items. */
package org.dharmic.itests.probe;
