/** A mail provider on the loopback interface with a sample vault, for the demo, the tests and the benchmarks. */
package org.dharmic.sandbox;
