package org.dharmic.mail.imap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An SMTP server that answers as it is told: by verb, and {@code .} for the end of the data. */
final class ScriptedSmtp implements AutoCloseable {

    /** In place of a reply: the line is cut. */
    static final String DROP = "drop";
    /** In place of a reply: nothing, for ever. */
    static final String HANG = "hang";

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, String> script = new ConcurrentHashMap<>();
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger logins = new AtomicInteger();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private volatile int mailsPerSession = Integer.MAX_VALUE;
    private volatile String farewell = DROP;

    ScriptedSmtp() throws IOException {
        thread(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket client = listener.accept();
                    clients.add(client);
                    sessions.incrementAndGet();
                    thread(() -> serve(client));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "smtp");
        thread.setDaemon(true);
        thread.start();
    }

    ScriptedSmtp on(String verb, String reply) {
        script.put(verb, reply);
        return this;
    }

    void allWell() {
        script.clear();
    }

    /** After so many mails of a session, the next MAIL is answered so and the line closed. */
    void closingAfter(int mails, String reply) {
        mailsPerSession = mails;
        farewell = reply;
    }

    /** Every command line, in the order of arrival. */
    List<String> commands() {
        return commands;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Every mail whose end was seen, accepted or not. */
    List<String> mails() {
        return mails;
    }

    int sessions() {
        return sessions.get();
    }

    int logins() {
        return logins.get();
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = client.getOutputStream();
            if (!say(out, "banner", "220 scripted")) {
                return;
            }
            String line;
            int taken = 0;
            while ((line = in.readLine()) != null) {
                commands.add(line);
                String verb = line.split("[ :]", 2)[0].toUpperCase(java.util.Locale.ROOT);
                if (verb.equals("MAIL") && taken >= mailsPerSession) {
                    if (!farewell.equals(DROP)) {
                        out.write((farewell + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                    }
                    return;
                }
                if (verb.equals("AUTH")) {
                    logins.incrementAndGet();
                }
                String usual =
                        switch (verb) {
                            case "EHLO" -> "250-scripted\r\n250 AUTH PLAIN";
                            case "AUTH" -> "235 welcome";
                            case "DATA" -> "354 go on";
                            case "QUIT" -> "221 bye";
                            default -> "250 fine";
                        };
                if (!say(out, verb, usual)) {
                    return;
                }
                if (verb.equals("DATA") && !script.containsKey("DATA")) {
                    StringBuilder mail = new StringBuilder();
                    while ((line = in.readLine()) != null && !line.equals(".")) {
                        mail.append(line.startsWith("..") ? line.substring(1) : line)
                                .append("\r\n");
                    }
                    if (line == null) {
                        return;
                    }
                    mails.add(mail.toString());
                    taken++;
                    if (!say(out, ".", "250 taken as 1")) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // the client has gone, as scripted clients may
        }
    }

    private boolean say(OutputStream out, String verb, String usual) throws IOException {
        String reply = script.getOrDefault(verb, usual);
        if (reply.equals(DROP)) {
            return false;
        }
        if (!reply.equals(HANG)) {
            out.write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
