// Constants: a `let` at the top of a file is one where all that it is made of is. Components, functions and other files
// see constants alone, so a use of another `let` there is an error that names what it depends on.
#include "check/program.h"

enum { UNSEEN, SEARCHING, KNOWN };  // in Decl.mark

static Decl *first_dependence(Expr *expr);

static Decl *of_let(Decl *let) {
  if (let->mark == SEARCHING) return NULL;  // a ring, which evaluation reports
  if (let->mark == UNSEEN) {
    let->mark = SEARCHING;
    let->depends = first_dependence(let->item->as.let.value);
    let->mark = KNOWN;
  }
  return let->depends;
}

static Decl *of_name(Decl *decl) {
  if (!decl) return NULL;
  switch (decl->kind) {
    case DECL_IN:
    case DECL_PARAM:
    case DECL_INSTANCE:
    case DECL_STACK: return decl;
    case DECL_LET:
      return decl->item->kind == ITEM_LET && decl->body == decl->module->body && !decl->module->library ? of_let(decl)
                                                                                                        : NULL;
    case DECL_OUT:
    case DECL_COMPONENT:
    case DECL_FN:
    case DECL_TYPE:
    case DECL_MODULE:
    case DECL_LOOP:
    case DECL_LOCAL:
    case DECL_AWS:
    case DECL_SELF:
    case DECL_TEST:
    case DECL_POLICY: return NULL;
  }
  return NULL;
}

static Decl *of_two(Expr *first, Expr *second) {
  Decl *found = first_dependence(first);
  return found ? found : first_dependence(second);
}

static Decl *of_members(const RecordMemberList *members) {
  for (size_t i = 0; i < members->count; i++) {
    Decl *found = of_two(members->items[i].key_expr, members->items[i].value);
    if (found) return found;
  }
  return NULL;
}

static Decl *of_elements(const ElemList *list) {
  for (size_t i = 0; i < list->count; i++) {
    Decl *found = first_dependence(list->items[i].value);
    if (found) return found;
  }
  return NULL;
}

static Decl *of_parts(const PartList *parts) {
  for (size_t i = 0; i < parts->count; i++) {
    Decl *found = first_dependence(parts->items[i].value);
    if (found) return found;
  }
  return NULL;
}

static Decl *of_arguments(const ArgList *args) {
  for (size_t i = 0; i < args->count; i++) {
    Decl *found = first_dependence(args->items[i].value);
    if (found) return found;
  }
  return NULL;
}

// What of the program an expression depends on: the first input, parameter, instance or stack in it, or null.
static Decl *first_dependence(Expr *expr) {
  if (!expr) return NULL;
  Decl *found;
  switch (expr->kind) {
    case EXPR_ERROR:
    case EXPR_NULL:
    case EXPR_BOOL:
    case EXPR_NUMBER:
    case EXPR_QUANTITY:
    case EXPR_STRING:
    case EXPR_AWS_TYPE: return NULL;
    case EXPR_NAME: return of_name(expr->as.name.decl);
    case EXPR_TEMPLATE: return of_parts(&expr->as.template.parts);
    case EXPR_LIST: return of_elements(&expr->as.list);
    case EXPR_LIST_FOR:
      found = of_two(expr->as.list_for.in, expr->as.list_for.condition);
      return found ? found : first_dependence(expr->as.list_for.elem.value);
    case EXPR_RECORD: return of_members(&expr->as.record);
    case EXPR_RECORD_FOR:
      found = of_two(expr->as.record_for.in, expr->as.record_for.condition);
      return found ? found : of_two(expr->as.record_for.key, expr->as.record_for.value);
    case EXPR_IF:
      found = of_two(expr->as.if_.condition, expr->as.if_.then);
      return found ? found : first_dependence(expr->as.if_.otherwise);
    case EXPR_BINARY: return of_two(expr->as.binary.left, expr->as.binary.right);
    case EXPR_UNARY: return first_dependence(expr->as.unary.operand);
    case EXPR_FIELD: return first_dependence(expr->as.field.object);
    case EXPR_INDEX: return of_two(expr->as.index.object, expr->as.index.index);
    case EXPR_CALL: return of_arguments(&expr->as.call.args);
    case EXPR_PAREN: return first_dependence(expr->as.paren);
  }
  return NULL;
}

void check_constants(Program *program) {
  Diags *diags = &program->session->diags;
  for (size_t i = 0; i < program->constant_uses.count; i++) {
    ConstantUse use = program->constant_uses.items[i];
    Decl *depends = of_name(use.decl);
    if (!depends) continue;
    Diag *diag = diag_error(diags, "E0216", use.span, "'%.*s' cannot be seen here: it depends on the program's '%.*s'",
                            TEXT_ARG(use.decl->name), TEXT_ARG(depends->name));
    diag_help(diags, diag,
              "components, functions and other files see constants alone: give an input for it, `in %.*s: ...`",
              TEXT_ARG(use.decl->name));
    diag_note(diags, diag, use.decl->span, "'%.*s' is declared here", TEXT_ARG(use.decl->name));
    diag_note(diags, diag, depends->span, "'%.*s' is declared here", TEXT_ARG(depends->name));
  }
}
