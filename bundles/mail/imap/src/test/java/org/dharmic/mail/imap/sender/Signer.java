package org.dharmic.mail.imap.sender;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.james.jdkim.DKIMCommon;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.api.BodyHasher;
import org.apache.james.jdkim.exceptions.FailException;

/** Signs mails as a provider does. */
final class Signer {

    /** Making keys takes long. */
    private static final Map<Integer, KeyPair> KEYS = new HashMap<>();

    private final KeyPair keys;

    Signer(int bits) {
        keys = KEYS.computeIfAbsent(bits, Signer::generate);
    }

    private static KeyPair generate(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** What the domain publishes. */
    String record() {
        return "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    /** The mail with a signature on top; the tags lack {@code bh} and {@code b}. */
    String sign(String mail, String tags) {
        try {
            var in = new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8));
            RawHeaders headers = RawHeaders.read(in);
            DKIMSigner signer = new DKIMSigner(tags + "; bh=; b=;", keys.getPrivate());
            BodyHasher hasher = signer.newBodyHasher(signer.newSignatureRecordTemplate(tags + "; bh=; b=;"));
            DKIMCommon.streamCopy(in, hasher.getOutputStream());
            return signer.sign(headers, hasher) + "\r\n" + mail;
        } catch (IOException | FailException | Refused e) {
            throw new AssertionError(e);
        }
    }
}
