/**
 * Durable work items: the only truth about what was accepted and what was answered.
 *
 * <p>The way of an item: INGESTED, ADMITTED, ANSWERED, READY, SENDING, SENT, MARKED; or REJECTED; or PARKED until a
 * person decides. Every step is one durable transaction. Work is leased with a fencing number: whoever lost its lease
 * can no longer advance the item.
 */
@Export
@Version("1.3.0")
package org.dharmic.journal;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
