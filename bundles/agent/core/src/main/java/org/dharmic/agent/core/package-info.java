/** Takes admitted mails up, gathers context, asks an executor, and makes the answer durable. */
package org.dharmic.agent.core;
