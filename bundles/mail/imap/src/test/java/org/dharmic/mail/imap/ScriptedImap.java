package org.dharmic.mail.imap;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An IMAP server with one folder. It keeps to the book, but for what it is told to do otherwise. */
final class ScriptedImap implements AutoCloseable {

    /** In place of an answer: the line is cut. */
    static final String DROP = "drop";
    /** In place of an answer: nothing, for ever. */
    static final String HANG = "hang";
    /** News, and then the usual answer. */
    static final String TELL_FIRST = "tell first";
    /** The usual answer after all. */
    static final String USUAL = "usual";

    /** Decides about one command. */
    interface Script {
        /** A whole answer with {@code <tag>} in place of the tag, or one of the constants. */
        String answer(String command);
    }

    /** A mail of the folder. */
    static final class Mail {
        final long uid;
        final byte[] raw;
        final Instant date;
        final Set<String> flags = new TreeSet<>();

        Mail(long uid, byte[] raw, Instant date) {
            this.uid = uid;
            this.raw = raw;
            this.date = date;
        }
    }

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern PIECE = Pattern.compile("BODY\\.PEEK\\[([^]]*)](?:<(\\d+)\\.(\\d+)>)?");

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<Talk> talks = new CopyOnWriteArrayList<>();
    private final AtomicInteger connects = new AtomicInteger();

    /** All guarded by this. */
    private List<Mail> mails = new ArrayList<>();

    private long uidValidity = 17;
    private long nextUid = 1;

    volatile String greeting = "* OK scripted";
    volatile String capabilities = "IMAP4rev1 IDLE UIDPLUS AUTH=PLAIN AUTH=XOAUTH2";
    volatile String permanentFlags = "\\Answered \\Seen \\*";
    volatile boolean readOnly;
    volatile boolean backwards;
    /** Tells nobody who idles. */
    volatile boolean mute;
    /** Each line breaks after so many bytes. */
    volatile long cutAfter = Long.MAX_VALUE;

    ScriptedImap() throws IOException {
        thread(() -> {
            while (!listener.isClosed()) {
                try {
                    Talk talk = new Talk(listener.accept());
                    talks.add(talk);
                    connects.incrementAndGet();
                    thread(talk::serve);
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "imap");
        thread.setDaemon(true);
        thread.start();
    }

    // ---- for tests

    int port() {
        return listener.getLocalPort();
    }

    int connects() {
        return connects.get();
    }

    /** Everything that was said, without the tags. */
    List<String> commands() {
        return commands;
    }

    long count(String start) {
        return commands.stream().filter(each -> each.startsWith(start)).count();
    }

    /** @param verb such as {@code NOOP} or {@code UID FETCH} */
    ScriptedImap on(String verb, Script script) {
        scripts.put(verb, script);
        return this;
    }

    ScriptedImap on(String verb, String answer) {
        return on(verb, command -> answer);
    }

    /** The first time only. */
    ScriptedImap once(String verb, String answer) {
        AtomicInteger times = new AtomicInteger();
        return on(verb, command -> times.getAndIncrement() == 0 ? answer : USUAL);
    }

    void allWell() {
        scripts.clear();
    }

    long deliver(String raw) {
        return deliver(raw, Instant.now());
    }

    long deliver(String raw, Instant date) {
        Mail mail;
        synchronized (this) {
            mail = new Mail(nextUid++, raw.getBytes(StandardCharsets.UTF_8), date);
            mails.add(mail);
        }
        talks.forEach(Talk::push);
        return mail.uid;
    }

    synchronized void expunge(long uid) {
        mails.removeIf(mail -> mail.uid == uid);
    }

    synchronized Set<String> flags(long uid) {
        return mails.stream().filter(mail -> mail.uid == uid).findFirst().orElseThrow().flags;
    }

    /** The folder is made anew with these of its mails in this order, and everybody is thrown out. */
    void renumber(long validity, long... order) {
        synchronized (this) {
            Map<Long, Mail> byUid = new LinkedHashMap<>();
            mails.forEach(mail -> byUid.put(mail.uid, mail));
            mails = new ArrayList<>();
            nextUid = 1;
            uidValidity = validity;
            for (long uid : order) {
                Mail mail = byUid.get(uid);
                mails.add(new Mail(nextUid++, mail.raw, mail.date));
            }
        }
        hangUp();
    }

    void hangUp() {
        talks.forEach(Talk::close);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        hangUp();
    }

    // ---- one connection

    private final class Talk {
        private final Socket socket;
        private final OutputStream out;
        private final List<Long> told = new ArrayList<>();
        private boolean selected;
        private String idling = "";

        Talk(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true); // many short answers
            out = new FilterOutputStream(socket.getOutputStream()) {
                private long left = cutAfter;

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, (int) Math.min(length, left));
                    left -= length;
                    if (left < 0) {
                        socket.close();
                        throw new IOException("cut");
                    }
                }
            };
        }

        void close() {
            talks.remove(this);
            try {
                socket.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        synchronized void push() {
            try {
                if (!idling.isEmpty() && !mute) {
                    tell();
                }
            } catch (IOException e) {
                close();
            }
        }

        private synchronized void say(String line) throws IOException {
            out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        void serve() {
            try (socket) {
                say(greeting);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                String line;
                while ((line = line(in)) != null) {
                    if (line.equals("DONE")) {
                        done();
                        continue;
                    }
                    String tag = line.substring(0, line.indexOf(' '));
                    String command = line.substring(tag.length() + 1);
                    commands.add(command);
                    String verb = verb(command);
                    Script script = scripts.get(verb);
                    String answer = script == null ? USUAL : script.answer(command);
                    if (answer.equals(DROP)) {
                        return;
                    }
                    if (answer.equals(TELL_FIRST)) {
                        tell();
                        answer = USUAL;
                    }
                    if (answer.equals(USUAL)) {
                        usual(in, tag, verb, command);
                    } else if (!answer.equals(HANG)) {
                        say(answer.replace("<tag>", tag));
                    }
                    if (answer.startsWith("* BYE")) {
                        return;
                    }
                }
            } catch (IOException e) {
                // the client has gone, as clients may
            } finally {
                close();
            }
        }

        private void done() throws IOException {
            String tag;
            synchronized (this) {
                tag = idling;
                idling = "";
            }
            commands.add("DONE");
            Script script = scripts.get("DONE");
            String answer = script == null ? USUAL : script.answer("DONE");
            if (!answer.equals(HANG)) {
                say((answer.equals(USUAL) ? "<tag> OK idled" : answer).replace("<tag>", tag));
            }
        }

        private void usual(InputStream in, String tag, String verb, String command) throws IOException {
            String ok = tag + " OK done";
            switch (verb) {
                case "CAPABILITY" -> say("* CAPABILITY " + capabilities + "\r\n" + ok);
                case "LOGIN" -> say(ok);
                case "AUTHENTICATE" -> {
                    if (command.split(" ").length < 3) {
                        say("+ ");
                        commands.add(line(in));
                    }
                    say(ok);
                }
                case "SELECT", "EXAMINE" -> {
                    selected = true;
                    say(select() + "\r\n" + tag + " OK [" + (readOnly ? "READ-ONLY" : "READ-WRITE") + "] selected");
                }
                case "LIST" ->
                    say("* LIST (\\HasNoChildren) \"/\" INBOX\r\n"
                            + "* LIST (\\HasNoChildren \\Sent) \"/\" \"Sent Mail\"\r\n" + ok);
                case "NOOP" -> {
                    tell();
                    say(ok);
                }
                case "UID SEARCH" -> say("* SEARCH" + search(command.substring("UID SEARCH ".length())) + "\r\n" + ok);
                case "UID FETCH" -> {
                    fetch(command.substring("UID FETCH ".length()));
                    say(ok);
                }
                case "UID STORE" -> {
                    store(command);
                    say(ok);
                }
                case "IDLE" -> {
                    synchronized (this) {
                        say("+ idling");
                        idling = tag;
                    }
                    if (!mute) {
                        tell();
                    }
                }
                case "LOGOUT" -> {
                    say("* BYE\r\n" + ok);
                    close();
                }
                default -> say(tag + " BAD unknown " + verb);
            }
        }

        private String select() {
            synchronized (ScriptedImap.this) {
                told.clear();
                mails.forEach(mail -> told.add(mail.uid));
                return "* FLAGS (\\Answered \\Seen)\r\n* OK [PERMANENTFLAGS (" + permanentFlags + ")] kept\r\n* "
                        + mails.size() + " EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY " + uidValidity
                        + "] numbered\r\n* OK [UIDNEXT " + nextUid + "] next";
            }
        }

        /** What went and what came since the client was told. */
        private synchronized void tell() throws IOException {
            if (!selected) {
                return;
            }
            List<Long> now = new ArrayList<>();
            synchronized (ScriptedImap.this) {
                mails.forEach(mail -> now.add(mail.uid));
            }
            for (int i = told.size() - 1; i >= 0; i--) {
                if (!now.contains(told.get(i))) {
                    told.remove(i);
                    say("* " + (i + 1) + " EXPUNGE");
                }
            }
            if (now.size() > told.size()) {
                told.clear();
                told.addAll(now);
                say("* " + now.size() + " EXISTS");
            }
        }

        private void fetch(String arguments) throws IOException {
            int space = arguments.indexOf(' ');
            List<Mail> wanted = new ArrayList<>();
            List<Mail> all;
            synchronized (ScriptedImap.this) {
                all = List.copyOf(mails);
            }
            Set<Long> uids = uids(arguments.substring(0, space), all);
            all.stream().filter(mail -> uids.contains(mail.uid)).forEach(wanted::add);
            if (backwards) {
                Collections.reverse(wanted);
            }
            for (Mail mail : wanted) {
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                answer.write(ascii("* " + (all.indexOf(mail) + 1) + " FETCH (UID " + mail.uid));
                if (arguments.contains("RFC822.SIZE")) {
                    answer.write(ascii(
                            " RFC822.SIZE " + mail.raw.length + " INTERNALDATE \"" + DATE.format(mail.date) + "\""));
                }
                Matcher piece = PIECE.matcher(arguments);
                if (piece.find()) {
                    byte[] part = part(mail, piece);
                    String origin = piece.group(2) == null ? "" : "<" + piece.group(2) + ">";
                    answer.write(ascii(" BODY[" + piece.group(1) + "]" + origin + " {" + part.length + "}\r\n"));
                    answer.write(part);
                }
                answer.write(ascii(")\r\n"));
                synchronized (this) {
                    out.write(answer.toByteArray());
                    out.flush();
                }
            }
        }

        private static byte[] part(Mail mail, Matcher piece) {
            byte[] all = mail.raw;
            if (piece.group(1).startsWith("HEADER.FIELDS")) {
                StringBuilder kept = new StringBuilder();
                for (String line : new String(all, StandardCharsets.ISO_8859_1).split("\r\n\r\n", 2)[0].split("\r\n")) {
                    if (line.startsWith("From:") || line.startsWith("Subject:")) {
                        kept.append(line).append("\r\n");
                    }
                }
                all = ascii(kept + "\r\n");
            }
            if (piece.group(2) == null) {
                return all;
            }
            int from = Math.min(all.length, Integer.parseInt(piece.group(2)));
            return Arrays.copyOfRange(all, from, Math.min(all.length, from + Integer.parseInt(piece.group(3))));
        }

        private void store(String command) throws IOException {
            String[] words = command.split(" ", 5);
            List<String> answers = new ArrayList<>();
            synchronized (ScriptedImap.this) {
                Set<Long> uids = uids(words[2], mails);
                for (Mail mail : mails) {
                    if (uids.contains(mail.uid)) {
                        mail.flags.add(words[4].replaceAll("[()]", ""));
                        answers.add("* " + (mails.indexOf(mail) + 1) + " FETCH (UID " + mail.uid + " FLAGS ("
                                + String.join(" ", mail.flags) + "))");
                    }
                }
            }
            for (String answer : answers) {
                say(answer);
            }
        }
    }

    private String search(String key) {
        StringBuilder found = new StringBuilder();
        synchronized (this) {
            Set<Long> uids = key.startsWith("UID ") ? uids(key.substring(4), mails) : null;
            for (Mail mail : mails) {
                if (uids == null || uids.contains(mail.uid)) {
                    found.append(' ').append(mail.uid);
                }
            }
        }
        return found.toString();
    }

    /** Those of a set that are there; {@code *} is the last one. */
    private static Set<Long> uids(String set, List<Mail> mails) {
        Set<Long> uids = new TreeSet<>();
        long last = mails.isEmpty() ? 0 : mails.get(mails.size() - 1).uid;
        for (String part : set.split(",")) {
            String[] ends = part.split(":");
            long a = ends[0].equals("*") ? last : Long.parseLong(ends[0]);
            long b = ends.length == 1 ? a : ends[1].equals("*") ? last : Long.parseLong(ends[1]);
            mails.stream()
                    .map(mail -> mail.uid)
                    .filter(uid -> uid >= Math.min(a, b) && uid <= Math.max(a, b))
                    .forEach(uids::add);
        }
        return uids;
    }

    private static String verb(String command) {
        String[] words = command.split(" ", 3);
        String first = words[0].toUpperCase(Locale.ROOT);
        return first.equals("UID") ? first + " " + words[1].toUpperCase(Locale.ROOT) : first;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c;
        while ((c = in.read()) != '\n') {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
