package org.dharmic.mail.imap.sender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.dharmic.mail.Correspondent;
import org.dharmic.mail.Tier;
import org.dharmic.mail.imap.mime.ParsedMail;

/**
 * Decides who may speak. Nobody may unless everything says so: exactly one plain From address, written by a person, allowed,
 * not denied, vouched for by our own mail server or by a signature of the sender's domain, and not heard before. What a
 * mail may do beyond asking it earns with a reply token.
 */
public final class Doorkeeper {

    private final Correspondents correspondents;
    private final ReplyTokens tokens;
    private final Dkim dkim;
    private final ReplayGuard replays;
    private final Caps caps;
    private final Clock clock;

    public Doorkeeper(
            Correspondents correspondents, ReplyTokens tokens, Dkim dkim, ReplayGuard replays, Caps caps, Clock clock) {
        this.correspondents = correspondents;
        this.tokens = tokens;
        this.dkim = dkim;
        this.replays = replays;
        this.caps = caps;
        this.clock = clock;
    }

    /**
     * @throws Refused when the mail is not to be answered
     * @throws NotNow when it cannot be decided now
     * @throws StateUnusable when what was decided before cannot be read
     * @throws IOException when its bytes cannot be read
     */
    public Speaker admit(Candidate candidate, SenderPolicy policy) throws Refused, NotNow, IOException {
        ParsedMail mail = candidate.mail();
        String sender = Addresses.sender(mail.all("From"))
                .orElseThrow(() -> new Refused(
                        Refused.Why.MALFORMED,
                        "not exactly one From line with exactly one plain address ("
                                + mail.all("From").size() + " lines)"));
        Optional<String> automatic = AutomaticMail.sign(mail, sender, policy);
        if (automatic.isPresent()) {
            throw new Refused(Refused.Why.AUTOMATIC, "automatic mail: " + automatic.get());
        }
        Optional<Correspondent> known = correspondents.find(sender, policy.allowed());
        if (known.filter(each -> !each.allowed()).isPresent()) {
            throw new Refused(Refused.Why.NOT_ALLOWED, "sender is denied at the console (mail:allow takes it back)");
        }
        if (candidate.released()) { // the person who let it through has looked at it
            return new Speaker(
                    sender,
                    Tier.ASK,
                    known.map(Correspondent::scope).orElse(policy.releasedScope()),
                    "released at the console, sender not authenticated");
        }
        Correspondent correspondent = known.orElseThrow(() -> new Refused(
                Refused.Why.NOT_ALLOWED, "sender is neither in allowed.senders nor allowed at the console"));
        String verdict = authenticated(candidate, sender, policy);
        if (replays.isReplay(ReplayGuard.marks(mail, sender), candidate.item())) {
            throw new Refused(Refused.Why.REPLAYED, "a mail with the same signature was admitted before");
        }
        return speaker(correspondent, mail, verdict);
    }

    private String authenticated(Candidate candidate, String sender, SenderPolicy policy)
            throws Refused, NotNow, IOException {
        SenderAuthentication.Word word = new SenderAuthentication(policy).word(candidate.mail(), sender);
        if (word.vouches()) {
            return word.words();
        }
        if (!policy.dkim().verify()) {
            throw new Refused(Refused.Why.NOT_AUTHENTICATED, "sender not authenticated: " + word.words());
        }
        try {
            return dkim.verdict(candidate, sender, policy);
        } catch (Refused e) {
            throw new Refused(e.why(), e.getMessage() + "; " + word.words());
        }
    }

    private Speaker speaker(Correspondent correspondent, ParsedMail mail, String verdict) {
        Optional<Instant> token;
        try {
            token = tokens.valid(mail, correspondent.address(), clock.instant());
        } catch (UncheckedIOException e) { // the key's file: no fault of this mail, which would lose what it has earned
            throw new StateUnusable(e.getMessage(), e);
        }
        return new Speaker(
                correspondent.address(),
                token.isPresent() ? correspondent.tier() : Tier.ASK,
                correspondent.scope(),
                token.map(until -> verdict + "; reply token good until " + until)
                        .orElse(verdict));
    }

    /**
     * Counts a mail that is otherwise ready to be admitted, and remembers it: the last thing before it is.
     *
     * @throws Refused when a cap is reached
     * @throws StateUnusable when it cannot be remembered
     */
    public void enter(Candidate candidate, Speaker speaker, String thread, SenderPolicy policy) throws Refused {
        if (candidate.released()) {
            return; // a person decided about this very mail
        }
        Optional<String> full = caps.take(speaker.address(), thread, policy.caps());
        if (full.isPresent()) {
            throw new Refused(Refused.Why.TOO_MANY, full.get());
        }
        Set<String> marks = ReplayGuard.marks(candidate.mail(), speaker.address());
        replays.admitted(marks, candidate.item());
    }
}
