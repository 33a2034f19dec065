/** Whoever turns a prompt into text: a model behind a process or an API, or no model at all. */
@Export
@Version("1.1.0")
package org.dharmic.executor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
