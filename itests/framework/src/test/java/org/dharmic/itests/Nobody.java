package org.dharmic.itests;

/** A record of no bundle, see {@link LastRecord}. Its component is of its own class. */
record Nobody(Nobody next) {}
