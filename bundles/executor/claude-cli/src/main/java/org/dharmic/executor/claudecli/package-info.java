/** Answers with Claude through its command line program: one process for each prompt, without tools, without memory. */
package org.dharmic.executor.claudecli;
