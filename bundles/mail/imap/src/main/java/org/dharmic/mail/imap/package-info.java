/**
 * One account as a component: what the framework sees, who is at work, and how they are put together. The mail's way lies in the
 * packages below, from {@code intake} over {@code admission} to {@code sending}; none of them knows another of these three.
 */
package org.dharmic.mail.imap;
