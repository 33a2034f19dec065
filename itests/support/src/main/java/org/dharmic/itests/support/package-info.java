/** What tests and benchmarks of the running distribution share. */
package org.dharmic.itests.support;
