package org.dharmic.sandbox;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.smtp.auth.AuthenticationState;
import com.icegreen.greenmail.smtp.auth.LoginAuthenticationState;
import com.icegreen.greenmail.smtp.auth.PlainAuthenticationState;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.MessageDeliveryHandler;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Delivers as a provider would: whoever has logged in and writes under the own address passes DMARC, everybody else
 * fails it; both are delivered, and the reader decides.
 */
final class Delivery implements MessageDeliveryHandler {

    private final UserManager users;
    private final String domain;
    private final Clock clock;

    Delivery(UserManager users, String domain, Clock clock) {
        this.users = users;
        this.domain = domain;
        this.clock = clock;
    }

    /** Marks a mail that has been stamped: delivery is asked once for each recipient of the same mail. */
    private static final class Stamped extends MimeMessage {
        Stamped(byte[] bytes) throws MessagingException {
            super((Session) null, new ByteArrayInputStream(bytes));
        }
    }

    @Override
    public GreenMailUser handle(MovingMessage mail, MailAddress to) throws MessagingException, UserException {
        GreenMailUser recipient = users.getUserByEmail(to.getEmail());
        if (recipient == null) {
            throw new UserException("no mailbox " + to.getEmail() + " in the sandbox");
        }
        if (!(mail.getMessage() instanceof Stamped)) {
            mail.setMimeMessage(new Stamped(stamp(mail)));
        }
        return recipient;
    }

    private byte[] stamp(MovingMessage mail) throws MessagingException {
        Optional<GreenMailUser> submitter = submitter(mail.getAuthenticationState());
        Optional<String> from = from(mail.getMessage());
        boolean own = submitter.isPresent()
                && from.isPresent()
                && submitter.get().getEmail().equalsIgnoreCase(from.get());
        String results = "dmarc=" + (own ? "pass" : "fail") + " header.from="
                + from.map(Delivery::domainOf).orElse("unknown");
        String received = "from submission (127.0.0.1) by " + domain + " with "
                + (submitter.isPresent() ? "ESMTPA" : "ESMTP") + ";\r\n\t"
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(clock.withZone(ZoneOffset.UTC)));
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        try {
            mail.getMessage().writeTo(raw);
        } catch (IOException e) {
            throw new MessagingException("The submitted mail could not be read back", e);
        }
        return Trace.stamp(raw.toByteArray(), domain, results, received);
    }

    /** Who has logged in. GreenMail keeps the credentials of a refused login too, so they are checked again. */
    private Optional<GreenMailUser> submitter(AuthenticationState state) {
        if (state instanceof PlainAuthenticationState plain) {
            return verified(plain.getAuthenticationId(), plain.getPassword());
        }
        if (state instanceof LoginAuthenticationState login) {
            return verified(login.getUsername(), login.getPassword());
        }
        return Optional.empty();
    }

    private Optional<GreenMailUser> verified(String login, String password) {
        return login != null && users.test(login, password)
                ? Optional.ofNullable(users.getUser(login))
                : Optional.empty();
    }

    /** The one strict address of the one From field; empty when there is anything else. */
    private static Optional<String> from(MimeMessage mail) throws MessagingException {
        String[] fields = mail.getHeader("From");
        if (fields == null || fields.length != 1) {
            return Optional.empty();
        }
        try {
            InternetAddress[] addresses = InternetAddress.parseHeader(fields[0], true);
            if (addresses.length != 1) {
                return Optional.empty();
            }
            addresses[0].validate();
            String address = addresses[0].getAddress();
            return address.matches("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")
                    ? Optional.of(address.toLowerCase(Locale.ROOT))
                    : Optional.empty();
        } catch (AddressException e) {
            return Optional.empty(); // a broken From authenticates nobody
        }
    }

    private static String domainOf(String address) {
        return address.substring(address.indexOf('@') + 1);
    }
}
