package org.dharmic.agent.core.text;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Holds the mapper apart from those who use it: making one takes longer than everything else at the agent's start. */
public final class Json {

    public static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}
}
