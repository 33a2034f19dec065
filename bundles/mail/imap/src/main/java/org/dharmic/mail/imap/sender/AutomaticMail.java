package org.dharmic.mail.imap.sender;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.mime.ParsedMail;

/** Mail that no person wrote to us: answering it starts loops (RFC 3834, RFC 2076, RFC 2919). */
public final class AutomaticMail {

    private static final Set<String> PRECEDENCE = Set.of("bulk", "list", "junk", "auto_reply");
    private static final Set<String> MAILERS =
            Set.of("mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply");

    private AutomaticMail() {}

    /** Why it is automatic; empty when a person may have written it. */
    public static Optional<String> sign(ParsedMail mail, String sender, String ownAddress) {
        if (sender.equals(ownAddress)) {
            return Optional.of("it comes from our own address");
        }
        if (mail.first("X-Dharmic-Item").isPresent()) {
            return Optional.of("it is a reply of an agent like us");
        }
        for (String value : mail.all("Auto-Submitted")) {
            if (!word(value).equals("no")) {
                return Optional.of("Auto-Submitted: " + HeaderText.cut(word(value), 40));
            }
        }
        for (String name : new String[] {"X-Autoreply", "X-Autorespond", "X-Loop"}) {
            if (mail.first(name).isPresent()) {
                return Optional.of("it has " + name);
            }
        }
        Optional<ParsedMail.Header> list = mail.headers().stream()
                .filter(header ->
                        header.name().startsWith("list-") || header.name().equals("mailing-list"))
                .findFirst();
        if (list.isPresent()) {
            return Optional.of(
                    "it comes from a list (" + HeaderText.cut(list.get().name(), 40) + ")");
        }
        for (String value : mail.all("Precedence")) {
            if (PRECEDENCE.contains(word(value))) {
                return Optional.of("Precedence: " + word(value));
            }
        }
        for (String value : mail.all("Return-Path")) {
            if (value.replaceAll("\\s", "").equals("<>")) {
                return Optional.of("its return path is empty: a bounce or a notice");
            }
        }
        if (mail.value("Content-Type").toLowerCase(Locale.ROOT).startsWith("multipart/report")) {
            return Optional.of("it is a delivery or disposition report");
        }
        if (MAILERS.contains(sender.substring(0, sender.lastIndexOf('@')))) {
            return Optional.of("its sender is no person");
        }
        return Optional.empty();
    }

    private static String word(String value) {
        return HeaderText.singleLine(value).split("[;\\s(]", 2)[0].toLowerCase(Locale.ROOT);
    }
}
