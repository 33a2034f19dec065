package org.dharmic.mail.imap.sender;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.mime.ParsedMail;

/**
 * Is the sender who the From line says? Our own mail server's Authentication-Results decide, and only those in the zone
 * at the top of the mail that our server wrote: everything below it came with the mail and may be forged.
 *
 * <p>The zone ends before the Received line that is one more than {@code authserv.received.max}. Received lines are
 * counted, never read: a forged one can only push what stands below it further down, out of the zone.
 */
final class SenderAuthentication {

    private static final Set<String> METHODS = Set.of("dmarc", "dkim", "spf");
    /** It looked at the signature and does not take it; a name server that was away is no such word. */
    private static final Set<String> FAILED = Set.of("fail", "policy", "permerror", "ambiguous");

    private final SenderPolicy policy;

    SenderAuthentication(SenderPolicy policy) {
        this.policy = policy;
    }

    /**
     * What our server says.
     *
     * @param vouches whether it vouches for the sender
     * @param words how, or why it says nothing
     */
    record Word(boolean vouches, String words) {}

    /**
     * What our server says of the sender; it may say nothing, and then a signature may vouch for him.
     *
     * @throws Refused when it speaks against him
     */
    Word word(ParsedMail mail, String sender) throws Refused {
        if (policy.trustFrom()) {
            return new Word(true, "unsafe.trust.from: the From line was believed unseen");
        }
        if (policy.authservId().isEmpty()) {
            return new Word(false, "no authserv.id is configured");
        }
        List<List<AuthenticationResults.Result>> statements = statements(mail);
        if (statements.isEmpty()) {
            return new Word(
                    false,
                    "no Authentication-Results of " + policy.authservId() + " above the "
                            + (policy.receivedMax() == 0
                                    ? "topmost Received line"
                                    : "Received lines that came with the mail"));
        }
        String domain = Addresses.domain(sender);
        Word word = said(statements.get(0), domain);
        for (List<AuthenticationResults.Result> further : statements.subList(1, statements.size())) {
            // May be forged and cannot help, but a contradiction is a reason to refuse.
            Word more = said(further, domain);
            if (word.vouches() && !more.vouches()) {
                throw refused("a further line of " + policy.authservId() + " contradicts: " + more.words());
            }
        }
        return word;
    }

    private static Refused refused(String why) {
        return new Refused(Refused.Why.NOT_AUTHENTICATED, "sender not authenticated: " + HeaderText.singleLine(why));
    }

    // ---- what our server says

    /**
     * What our own server states, topmost first. Its headers above the topmost Received line can only be its own, and are
     * one statement: some servers write one header for each method. Further down each header stands for itself, because
     * the mail's own headers may begin anywhere between them.
     */
    private List<List<AuthenticationResults.Result>> statements(ParsedMail mail) throws Refused {
        List<AuthenticationResults.Result> ours = new ArrayList<>();
        List<List<AuthenticationResults.Result>> below = new ArrayList<>();
        int received = 0;
        for (ParsedMail.Header header : mail.headers()) {
            if (header.name().equals("received") && ++received > policy.receivedMax()) {
                break;
            }
            if (header.name().equals("authentication-results")) {
                List<AuthenticationResults.Result> said = speaking(header.value());
                if (received == 0) {
                    ours.addAll(said);
                } else if (!said.isEmpty()) {
                    below.add(said);
                }
            }
        }
        if (received == 0) {
            return List.of(); // a mail that no server received: nothing says who wrote its headers
        }
        if (!ours.isEmpty()) {
            below.add(0, ours);
        }
        return below;
    }

    /** What a header of our server says of the sender; nothing when it is another's, or about something else. */
    private List<AuthenticationResults.Result> speaking(String value) throws Refused {
        Optional<AuthenticationResults> parsed = AuthenticationResults.parse(value);
        if (parsed.isEmpty()) {
            if (value.toLowerCase(Locale.ROOT).contains(policy.authservId())) {
                throw refused("an Authentication-Results line that names " + policy.authservId() + " is unreadable");
            }
            return List.of();
        }
        if (!parsed.get().authservId().equals(policy.authservId())) {
            return List.of();
        }
        List<AuthenticationResults.Result> results = parsed.get().results();
        if (results.isEmpty()) { // "none": it looked at nothing, and that is a statement too
            return List.of(AuthenticationResults.Result.NONE);
        }
        return results.stream().filter(each -> METHODS.contains(each.method())).toList();
    }

    // ---- whether it vouches for the sender

    private Word said(List<AuthenticationResults.Result> statement, String domain) throws Refused {
        List<AuthenticationResults.Result> dmarc = statement.stream()
                .filter(each -> each.method().equals("dmarc") && !each.result().equals("none"))
                .toList();
        for (AuthenticationResults.Result each : dmarc) {
            if (!each.result().equals("pass") || !each.property("header.from").equals(domain)) {
                throw refused(
                        policy.authservId() + " says dmarc=" + each.result() + " for " + each.property("header.from"));
            }
        }
        if (!dmarc.isEmpty()) {
            return new Word(true, policy.authservId() + ": dmarc=pass header.from=" + domain);
        }
        for (AuthenticationResults.Result result : statement) {
            String identity = alignedIdentity(result, domain);
            if (result.result().equals("pass") && !identity.isEmpty()) {
                return new Word(true, policy.authservId() + ": " + result.method() + "=pass " + identity);
            }
        }
        for (AuthenticationResults.Result result : statement) {
            String identity = alignedIdentity(result, domain);
            if (result.method().equals("dkim") && FAILED.contains(result.result()) && !identity.isEmpty()) {
                throw refused(policy.authservId() + " says dkim=" + result.result() + " " + identity);
            }
        }
        return new Word(false, policy.authservId() + " says no pass of dmarc, dkim or spf aligned with " + domain);
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
        return Addresses.aligned(identity, domain) ? "for " + identity : "";
    }
}
