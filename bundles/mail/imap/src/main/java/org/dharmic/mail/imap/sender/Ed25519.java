package org.dharmic.mail.imap.sender;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.james.jdkim.DKIMCommon;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.exceptions.PermFailException;
import org.apache.james.jdkim.impl.BodyHasherImpl;
import org.apache.james.jdkim.tagvalue.PublicKeyRecordImpl;
import org.apache.james.jdkim.tagvalue.SignatureRecordImpl;

/**
 * Signatures of the kind ed25519-sha256 (RFC 8463). The library knows how lines and body are to be read and does not know this
 * arithmetic, which Java has: the signature is over the digest of the lines.
 */
final class Ed25519 extends DKIMCommon {

    static final String ALGORITHM = "ed25519-sha256";

    /** In a key record there are the 32 bytes alone; Java wants them said to be such a key (RFC 8410). */
    private static final byte[] BEFORE_KEY = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int KEY_BYTES = 32;

    private Ed25519() {}

    /**
     * Does nothing when the signature holds.
     *
     * @param keyRecord the one that its domain publishes
     * @throws FailException when it does not hold
     */
    static void verify(DkimSignature signature, String keyRecord, RawHeaders headers, InputStream body)
            throws FailException, IOException {
        String line = signature.line();
        SignatureRecordImpl record = new SignatureRecordImpl(line.substring(line.indexOf(':') + 1));
        record.validate();
        PublicKeyRecordImpl published = new PublicKeyRecordImpl(keyRecord);
        published.validate();
        DKIMVerifier.apply(published, record);
        BodyHasherImpl hasher = new BodyHasherImpl(record);
        streamCopy(body, hasher.getOutputStream());
        if (!MessageDigest.isEqual(hasher.getDigest(), record.getBodyHash())) {
            throw new PermFailException("the body is not the one that was signed");
        }
        try {
            LinesDigest lines = new LinesDigest();
            signatureCheck(headers, record, record.getHeaders(), lines);
            Signature arithmetic = Signature.getInstance("Ed25519");
            arithmetic.initVerify(key(Tags.parse(keyRecord).orElseThrow().packed("p")));
            arithmetic.update(lines.digest());
            if (!arithmetic.verify(record.getSignature())) {
                throw new PermFailException("the lines are not those that were signed");
            }
        } catch (GeneralSecurityException e) {
            throw new PermFailException("it is no signature of this kind", e);
        }
    }

    private static PublicKey key(String base64) throws GeneralSecurityException, PermFailException {
        byte[] raw = Base64.getDecoder().decode(base64);
        if (raw.length != KEY_BYTES) {
            throw new PermFailException("its key has " + raw.length + " bytes, must be " + KEY_BYTES);
        }
        byte[] encoded = Arrays.copyOf(BEFORE_KEY, BEFORE_KEY.length + KEY_BYTES);
        System.arraycopy(raw, 0, encoded, BEFORE_KEY.length, KEY_BYTES);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    /** Stands where the library hands over what is signed, and only digests it. */
    private static final class LinesDigest extends Signature {
        private final MessageDigest digest;

        LinesDigest() throws NoSuchAlgorithmException {
            super("SHA-256");
            digest = MessageDigest.getInstance("SHA-256");
            state = VERIFY;
        }

        byte[] digest() {
            return digest.digest();
        }

        @Override
        protected void engineUpdate(byte b) {
            digest.update(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
        }

        @Override
        protected void engineInitVerify(PublicKey key) {
            throw new UnsupportedOperationException("it digests only");
        }

        @Override
        protected void engineInitSign(PrivateKey key) {
            throw new UnsupportedOperationException("it digests only");
        }

        @Override
        protected byte[] engineSign() {
            throw new UnsupportedOperationException("it digests only");
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            throw new UnsupportedOperationException("it digests only");
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException("it digests only");
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException("it digests only");
        }
    }
}
