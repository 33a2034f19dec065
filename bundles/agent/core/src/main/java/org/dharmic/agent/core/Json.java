package org.dharmic.agent.core;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Holds the mapper apart from those who use it: making one takes longer than everything else at the agent's start. */
final class Json {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}
}
