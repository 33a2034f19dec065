package org.dharmic.mail.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Is the sender who the From line says? Our own mail server's Authentication-Results decide, and only those that stand
 * above the Received line our own server wrote: everything below it came with the mail and may be forged.
 */
final class SenderAuthentication {

    private static final Pattern BY = Pattern.compile("(?i)(?:^|\\s)by\\s+([A-Za-z0-9._-]+)");

    private final ImapSettings.SenderPolicy policy;

    SenderAuthentication(ImapSettings.SenderPolicy policy) {
        this.policy = policy;
    }

    /**
     * How the sender was authenticated, one line.
     *
     * @throws Refused when it was not
     */
    String verdict(ParsedMail mail, String sender) throws Refused {
        if (policy.trustFrom()) {
            return "unsafe.trust.from: the From line was believed unseen";
        }
        if (policy.authservId().isEmpty()) {
            throw refused("no authserv.id is configured");
        }
        String domain = Addresses.domain(sender);
        List<AuthenticationResults.Result> results = trusted(mail);
        if (results.isEmpty()) {
            throw refused("no Authentication-Results of " + policy.authservId() + " above its Received line");
        }
        Optional<AuthenticationResults.Result> dmarc =
                results.stream().filter(each -> each.method().equals("dmarc")).findFirst();
        if (dmarc.isPresent() && !dmarc.get().result().equals("none")) {
            boolean allPass = results.stream()
                    .filter(each -> each.method().equals("dmarc"))
                    .allMatch(each -> each.result().equals("pass")
                            && each.property("header.from").equals(domain));
            if (allPass) {
                return policy.authservId() + ": dmarc=pass header.from=" + domain;
            }
            throw refused(policy.authservId() + " says dmarc=" + dmarc.get().result() + " for "
                    + dmarc.get().property("header.from"));
        }
        for (AuthenticationResults.Result result : results) {
            String identity = alignedIdentity(result, domain);
            if (result.result().equals("pass") && !identity.isEmpty()) {
                return policy.authservId() + ": " + result.method() + "=pass " + identity;
            }
        }
        throw refused(policy.authservId() + " says no pass of dmarc, dkim or spf aligned with " + domain);
    }

    private static Refused refused(String why) {
        return new Refused(Refused.Why.NOT_AUTHENTICATED, "sender not authenticated: " + HeaderText.singleLine(why));
    }

    /** The results of our own server: above its Received line, with its authserv-id. */
    private List<AuthenticationResults.Result> trusted(ParsedMail mail) {
        List<AuthenticationResults.Result> above = new ArrayList<>();
        for (ParsedMail.Header header : mail.headers()) {
            if (header.name().equals("received") && isOurs(header.value())) {
                return above;
            }
            if (header.name().equals("authentication-results")) {
                AuthenticationResults.parse(header.value())
                        .filter(each -> each.authservId().equals(policy.authservId()))
                        .ifPresent(each -> above.addAll(each.results()));
            }
        }
        return List.of(); // without that line nothing says where the mail's own headers begin
    }

    private boolean isOurs(String received) {
        if (policy.receivedBy().isEmpty()) {
            return true;
        }
        Matcher by = BY.matcher(received.replaceAll("\\([^()]*\\)", " "));
        return by.find() && by.group(1).toLowerCase(Locale.ROOT).equals(policy.receivedBy());
    }

    /** What vouches for the From domain in this result; empty when nothing does. */
    private static String alignedIdentity(AuthenticationResults.Result result, String domain) {
        String identity;
        switch (result.method()) {
            case "dkim" -> {
                identity = result.property("header.d");
                if (identity.isEmpty()) {
                    identity = Addresses.domain(result.property("header.i"));
                }
            }
            case "spf" -> identity = Addresses.domain(result.property("smtp.mailfrom"));
            default -> identity = "";
        }
        return aligned(identity, domain) ? "for " + identity : "";
    }

    /**
     * The same domain or a parent of it. The relaxed alignment of DMARC also takes a child, which needs the list of
     * public suffixes to be safe; where it matters the provider's dmarc=pass says so.
     */
    private static boolean aligned(String identity, String domain) {
        return identity.indexOf('.') > 0 && (domain.equals(identity) || domain.endsWith("." + identity));
    }
}
