package org.dharmic.sandbox;

import jakarta.mail.Session;
import java.util.concurrent.Callable;

/** Jakarta Mail looks its parts up through the thread that calls it, and a shell's thread may lead anywhere. */
final class MailLibraries {

    private MailLibraries() {}

    /** Runs something on this thread with the class loader of the mail libraries as its context. */
    static <T> T call(Callable<T> something) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Session.class.getClassLoader());
        try {
            return something.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
