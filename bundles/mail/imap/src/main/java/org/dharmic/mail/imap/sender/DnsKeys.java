package org.dharmic.mail.imap.sender;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/** Keys from the DNS, by the resolver that comes with Java: no further library, and no thread of its own. */
public final class DnsKeys implements KeySource {

    /** Java doubles the wait with each try: 1 + 2 parts of the time for each server. */
    private static final int TRIES = 2;

    private static final int PARTS = 3;
    /** More servers than this are rarely configured; with them it may take longer. */
    private static final int SERVERS = 2;

    @Override
    public List<String> records(String name, SenderPolicy.DkimRules rules) throws NotNow {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // JNDI looks its providers up there; a bundle's class loader does not see those of Java.
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            DirContext dns = new InitialDirContext(environment(rules.dnsServer(), rules.dnsTimeout()));
            try {
                return texts(dns.getAttributes(name + ".", new String[] {"TXT"}).get("TXT"));
            } finally {
                dns.close();
            }
        } catch (NameNotFoundException e) {
            return List.of();
        } catch (NamingException e) {
            throw new NotNow("the name servers do not say what " + name + " holds: " + e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Hashtable<String, String> environment(String server, Duration timeout) {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, server.isEmpty() ? "dns:" : "dns://" + server);
        long first = Math.max(1, timeout.toMillis() / (PARTS * (server.isEmpty() ? SERVERS : 1)));
        environment.put("com.sun.jndi.dns.timeout.initial", Long.toString(first));
        environment.put("com.sun.jndi.dns.timeout.retries", Integer.toString(TRIES));
        return environment;
    }

    private static List<String> texts(Attribute attribute) throws NamingException {
        List<String> texts = new ArrayList<>();
        if (attribute != null) {
            NamingEnumeration<?> values = attribute.getAll();
            while (values.hasMore()) {
                texts.add(joined(String.valueOf(values.next())));
            }
        }
        return texts;
    }

    /**
     * A record is a row of strings that belong together without anything between them. Java hands them out with blanks
     * between, and quotes those that hold blanks or quotes themselves.
     */
    static String joined(String strings) {
        StringBuilder joined = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < strings.length(); i++) {
            char c = strings.charAt(i);
            if (quoted && c == '\\' && i + 1 < strings.length()) {
                joined.append(strings.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || c != ' ') {
                joined.append(c);
            }
        }
        return joined.toString();
    }
}
