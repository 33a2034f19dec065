/**
 * Who a mail comes from, whether a person wrote it, which conversation it belongs to. Uses what a mail was parsed into and
 * nothing else of the account.
 */
package org.dharmic.mail.imap.sender;
