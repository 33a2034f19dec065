/**
 * What a room contributes to a prompt, and the receipt of what was used.
 *
 * <p>An {@link org.dharmic.context.Inquiry} is put to every {@link org.dharmic.context.ContextContributor} in parallel;
 * what comes back in time becomes part of the prompt, the rest is named in the {@link org.dharmic.context.Receipt}.
 */
@Export
@Version("1.0.0")
package org.dharmic.context;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
