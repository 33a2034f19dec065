package org.dharmic.mail.imap.mime;

/**
 * How much of what is attached to one mail is stored. What is over a cap is listed without its bytes.
 *
 * @param each bytes of one file at most; 0 stores none
 * @param sum bytes of all files of a mail at most
 * @param count files of a mail at most
 */
public record AttachmentCaps(long each, long sum, int count) {
    public AttachmentCaps {
        if (each < 0 || sum < 0 || count < 0) {
            throw new IllegalArgumentException("caps must be 0 or more, were " + each + ", " + sum + ", " + count);
        }
    }
}
