/** Our bundles in a framework inside the test's JVM. */
package org.dharmic.itests;
