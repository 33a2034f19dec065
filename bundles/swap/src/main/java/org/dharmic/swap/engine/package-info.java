/** What is checked before an exchange, the order of its steps, and what is looked at afterwards. No OSGi. */
package org.dharmic.swap.engine;
