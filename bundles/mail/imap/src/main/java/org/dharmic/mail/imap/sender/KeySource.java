package org.dharmic.mail.imap.sender;

import java.util.List;

/** Where the keys of signing domains are published. */
@FunctionalInterface
public interface KeySource {

    /**
     * The TXT records of a name; empty when there are none.
     *
     * @throws NotNow when no name server says so or otherwise in time
     */
    List<String> records(String name, SenderPolicy.DkimRules rules) throws NotNow;
}
