/* The block of type tables, read-only and in place. */
  .section .rodata
  .balign 4096
  .globl schema_block
  .type schema_block, %object
schema_block:
  .incbin "tables.bin"
  .size schema_block, . - schema_block
  .section .note.GNU-stack, "", %progbits
