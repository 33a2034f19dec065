/**
 * A platform in a process of its own that can be killed at any point between two durable steps. There is no code for it in
 * the product: the journal is decorated, the executor and the mail servers are scripted.
 */
package org.dharmic.itests.support.kill;
