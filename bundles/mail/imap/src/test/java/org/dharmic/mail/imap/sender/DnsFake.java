package org.dharmic.mail.imap.sender;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server on the loopback address that says the same to whatever it is asked (RFC 1035 section 4). */
final class DnsFake implements AutoCloseable {

    private static final int TXT = 16;

    private final DatagramSocket socket;
    private final Thread thread;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private DnsFake(int code, boolean silent, List<List<String>> records) throws IOException {
        socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        thread = new Thread(() -> serve(code, silent, records), "dns-fake");
        thread.setDaemon(true);
        thread.start();
    }

    /** Each record is a row of strings. */
    @SafeVarargs
    static DnsFake answering(List<String>... records) throws IOException {
        return new DnsFake(0, false, List.of(records));
    }

    /** With this response code: 2 is a failure of the server, 3 a name that does not exist. */
    static DnsFake failing(int code) throws IOException {
        return new DnsFake(code, false, List.of());
    }

    static DnsFake silent() throws IOException {
        return new DnsFake(0, true, List.of());
    }

    int port() {
        return socket.getLocalPort();
    }

    List<String> asked() {
        return asked;
    }

    private void serve(int code, boolean silent, List<List<String>> records) {
        byte[] buffer = new byte[1500];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                byte[] answer = answer(ByteBuffer.wrap(buffer, 0, packet.getLength()), code, records);
                if (!silent) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private byte[] answer(ByteBuffer query, int code, List<List<String>> records) throws IOException {
        short id = query.getShort();
        query.position(12);
        int start = query.position();
        List<String> labels = new ArrayList<>();
        for (int length = query.get(); length > 0; length = query.get()) {
            byte[] label = new byte[length];
            query.get(label);
            labels.add(new String(label, StandardCharsets.US_ASCII));
        }
        asked.add(String.join(".", labels));
        byte[] question = new byte[query.position() + 4 - start];
        query.position(start);
        query.get(question);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.write(ByteBuffer.allocate(12)
                .putShort(id)
                .putShort((short) (0x8580 | code))
                .putShort((short) 1)
                .putShort((short) records.size())
                .putInt(0)
                .array());
        answer.write(question);
        for (List<String> record : records) {
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            for (String each : record) {
                data.write(each.length());
                data.write(each.getBytes(StandardCharsets.US_ASCII));
            }
            answer.write(ByteBuffer.allocate(12)
                    .putShort((short) 0xc00c)
                    .putShort((short) TXT)
                    .putShort((short) 1)
                    .putInt(60)
                    .putShort((short) data.size())
                    .array());
            answer.write(data.toByteArray());
        }
        return answer.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
