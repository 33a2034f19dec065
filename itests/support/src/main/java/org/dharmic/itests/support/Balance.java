package org.dharmic.itests.support;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * What went in against what came out.
 *
 * @param sent mails
 * @param answered of them, at least once
 * @param missing numbers of the mails without a reply
 * @param duplicates numbers of the mails that were answered by another reply again
 * @param repeated replies that came again as the same mail, which a cut connection to the mail server allows
 * @param disorders numbers of the mails whose reply came before that of an earlier one of their conversation
 */
public record Balance(
        int sent,
        int answered,
        List<Integer> missing,
        List<Integer> duplicates,
        int repeated,
        List<Integer> disorders) {

    /** Each answered, once, in order. */
    public boolean isEven() {
        return missing.isEmpty() && duplicates.isEmpty() && disorders.isEmpty();
    }

    /**
     * @param replies in the order of their arrival
     * @param conversation of a mail by its number
     */
    static Balance of(int sent, List<Postbox.Reply> replies, IntUnaryOperator conversation) {
        Map<Integer, String> replyTo = new HashMap<>();
        Map<Integer, Integer> latest = new HashMap<>();
        Set<Integer> duplicates = new HashSet<>();
        List<Integer> disorders = new ArrayList<>();
        int repeated = 0;
        for (Postbox.Reply reply : replies) {
            int number = MailFeed.number(reply.inReplyTo());
            String before = replyTo.putIfAbsent(number, reply.messageId());
            if (before == null) {
                Integer newest = latest.merge(conversation.applyAsInt(number), number, Math::max);
                if (newest != number) {
                    disorders.add(number);
                }
            } else if (before.equals(reply.messageId())) {
                repeated++;
            } else {
                duplicates.add(number);
            }
        }
        List<Integer> missing = IntStream.range(0, sent)
                .filter(number -> !replyTo.containsKey(number))
                .boxed()
                .toList();
        return new Balance(
                sent, replyTo.size(), missing, duplicates.stream().sorted().toList(), repeated, disorders);
    }
}
