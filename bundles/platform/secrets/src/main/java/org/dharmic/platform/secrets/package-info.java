/** Secrets from private files and from the environment. */
package org.dharmic.platform.secrets;
