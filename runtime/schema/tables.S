/* The block of type tables and the plain text beside it, read-only and in place. */
  .section .rodata
  .balign 4096
  .globl schema_block
  .type schema_block, %object
schema_block:
  .incbin "tables.bin"
  .size schema_block, . - schema_block
  .globl schema_action_index, schema_action_index_end
  .balign 4
schema_action_index:
  .incbin "actions.index"
schema_action_index_end:
  .globl schema_actions, schema_actions_end, schema_runtimes, schema_runtimes_end
schema_actions:
  .incbin "iam.actions"
schema_actions_end:
schema_runtimes:
  .incbin "lambda.runtimes"
schema_runtimes_end:
  .section .note.GNU-stack, "", %progbits
