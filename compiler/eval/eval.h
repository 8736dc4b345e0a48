// Evaluation: from the checked program to instances, resources and their property values.
//
// Everything is lazy: a name is worth something when it is first asked for, so order does not matter and a real cycle
// is found by meeting a slot that is being worked out. A Frame is a body at run time: one for each component instance,
// each branch that is (or may be) taken, and each turn of a `for`. A frame carries its guard, the condition under which
// it is there at all; inside it choices on that condition are settled.
#pragma once
#include "eval/cond.h"

typedef enum SlotState { SLOT_NEW, SLOT_RUNNING, SLOT_DONE } SlotState;

typedef struct Slot {
  const Val *val;
  SlotState state;
} Slot;

// What an `if` or a `for` came to in one frame.
typedef struct Expansion {
  SlotState state;
  bool failed;              // an error in the condition or the list: names in there are errors, silently
  Cond condition;           // of `if`
  Frame *then, *otherwise;  // of `if`; null where that branch cannot happen
  VEC(Frame *) turns;       // of `for`
} Expansion;

// A name that stands in an inner body, as seen from this frame.
typedef struct View {
  const Decl *decl;
  const Val *val;
} View;

struct Frame {
  Body *body;
  Frame *parent;    // of the body around it
  Instance *owner;  // the component instance whose body this is or lies in; null in stacks and files
  Stack *stack;     // null at file level beside stack blocks, and in modules
  Cond guard;
  const Val *loop[2];
  Text key;  // of a turn
  Slot *slots;
  Expansion *expansions;
  VEC(View) views;
  bool in_check;  // of a function that a test or policy calls
};

// A field of an instance, `@` attributes included ("@id"); evaluated when asked for.
typedef struct Field {
  Text name;
  Span span;     // of the name
  Expr *expr;    // null where `val` is given (from a spread)
  Frame *frame;  // where expr stands
  const Val *val;
  SlotState state;
  struct Field *under;  // an override lies over this field
} Field;

struct Instance {
  Decl *decl;
  Frame *frame;  // where it stands
  Stack *stack;
  Instance *owner;  // the component instance around it, or null
  Cond guard;
  bool aws;  // a raw resource
  const SchemaType *type;
  Text type_name;   // "AWS::EC2::VPC", or the component's name
  Text self_name;   // "service-api"
  Text path;        // "main.public_subnet[1]"
  Text logical_id;  // of a resource; for a component instance the beginning of its resources' ids
  Frame *inside;    // of a component instance
  VEC(Field *) fields;
  SlotState fields_state;
  const Val *tags;  // merged from outside in; worked out once
  bool expanded;
  bool refused;  // an assertion of a component instance has failed: errors in the library that follow are not reported
  // Of a resource, once eval_program is done:
  const Val *properties;  // VAL_RECORD
  const Val *attributes;  // VAL_RECORD: "depends_on", "deletion_policy", ...
  uint32_t number;        // in its stack's order
};

typedef struct Output {
  const Decl *decl;
  const Val *val;
  Cond guard;
  const Val *export_name, *id;  // from @export and @id; may be null
} Output;

// An assertion that only a deployment can decide: it becomes a rule.
typedef struct StackAssert {
  Cond condition;
  Text message;
  Span span;
} StackAssert;

// Calls that lowering answers with a part of another stack's template.
#define EVAL_STACK_TEMPLATE "Strata::Template"
#define EVAL_STACK_CAPABILITIES "Strata::Capabilities"

struct Stack {
  Decl *decl;
  bool in_set;  // a stack set deploys its template, so it is not deployed by itself
  Text name;    // as declared
  Text deployed_name;
  Frame *frame;
  const Val *settings;        // VAL_RECORD
  VEC(Instance *) resources;  // in order of declaration
  VEC(Output) outputs;
  VEC(Decl *) params;  // declared for it, in order
  VEC(StackAssert) asserts;
};

// A `moved`, and the frame that its paths start from.
typedef struct Move {
  const Item *item;
  const Frame *frame;
} Move;

// A name or field that is being worked out, innermost first: the chain that a value's dependence on itself shows.
typedef struct Running {
  const void *what;  // its slot or field
  Text name;
  Span span;  // where it is used; of a field where it stands
  const struct Running *outer;
} Running;

struct Context;
// What plan() calls: `name` and `content` of the file that it names, `stack` the one to compare with it, or VAL_NULL.
typedef const Val *(*EvalPlan)(const struct Context *cx, Span span, Text name, Text content, const Val *stack);

typedef struct Eval {
  Program *program;
  Session *session;
  Arena *arena;
  Diags *diags;
  Conds conds;
  VEC(Stack *) stacks;
  Map module_frames;  // module path -> Frame
  VEC(Move) moves;
  Map overrides_hit;  // by address of the item, as text
  Map inputs;         // -D and environment: name -> Val
  Map natives;        // name -> function, bound once
  const Item *environment;
  const Val *params;        // of the environment: values of parameters, for the manifest; VAL_RECORD or null
  Decl *test;               // the test that sets up this evaluation, or null
  const Val *known_params;  // of a test: parameters with values; VAL_RECORD or null
  const Val *resources;     // what resources() lists, for tests and policies; VAL_LIST or null
  EvalPlan plan;            // what plan() does, for tests; null elsewhere
  const void *templates;    // the program's, for `plan`
  Map no_outs;              // outs that were asked for in vain, "component.out": each is reported once
  const Running *running;
  unsigned depth;  // of evaluation, against runaway nesting
  bool too_deep;
  size_t memory;  // that the arena may have handed out when evaluation gives up
  bool stopped;   // it has: E0308 is reported, and all that is left is an error
} Eval;

typedef struct Binding {
  const Decl *decl;
  const Val *val;
  const struct Binding *next;
} Binding;

// Where an expression is evaluated.
typedef struct Context {
  Eval *eval;
  Frame *frame;
  const Binding *locals;
  Cond guard;
} Context;

// Evaluates the whole program, set up by a test where that is given (null: none): its inputs, parameters and
// environment, and where it makes instances of its own those instead of the program's. Errors are diagnostics; the
// result holds what could be made in spite of them.
Eval *eval_program(Program *program, Decl *test);

// An evaluation without stacks, for policies over templates that no program made.
Eval *eval_nothing(Program *program);

// Goes through the lets, loops and asserts of a test or policy, with `resources` in place. `failed` is called for every
// assertion that does not hold, or whose condition is undecided.
typedef void (*EvalFailed)(void *data, const Item *assert, Frame *frame, Text message, bool undecided);
void eval_checks(Eval *eval, Decl *check, EvalFailed failed, void *data);

// Whether evaluation or lowering has used more memory than any program needs; reported once (E0308). What multiplies
// (components, lists within lists) asks this at every step.
bool eval_stopped(Eval *eval, Span span);

// ── within eval/ ──

// Reports a text of so many bytes as too long (E0308); false then.
bool eval_text_fits(const Context *cx, Span span, size_t size);

const Val *eval_expr(const Context *cx, const Expr *expr);
// The same with the choice settled as far as the guard goes.
const Val *eval_settle(const Context *cx, const Val *val);
// A choice in canonical form: booleans become conditions, errors win, too many branches are E0308.
const Val *eval_choose(const Context *cx, Span span, Cond condition, const Val *then, const Val *otherwise);
Context eval_under(const Context *cx, Cond condition);

typedef const Val *(*EvalMap)(const Context *cx, const Val *val, void *data);
// f over a value, or over each branch of a choice under its guard.
const Val *eval_distribute(const Context *cx, Span span, const Val *val, EvalMap f, void *data);

// The value as a condition; false and E0304 or E0301 where it is none.
bool eval_condition(const Context *cx, const Val *val, Span span, Cond *out);
const Val *eval_from_condition(const Context *cx, Span span, Cond condition);
bool eval_in_conditions(const Val *val);  // whether CloudFormation allows it there

const Val *eval_equal(const Context *cx, Span span, const Val *a, const Val *b);
const Val *eval_binary(const Context *cx, const Expr *expr);
const Val *eval_unary(const Context *cx, const Expr *expr);
const Val *eval_field(const Context *cx, const Val *object, Ident name, bool safe);
const Val *eval_index(const Context *cx, Span span, const Val *object, const Val *index);
// A look-up by a key with known alternatives as a choice over them, for operations that need known values; any other
// value as it is.
const Val *eval_open_lookup(const Context *cx, const Val *val);
const Val *eval_concat(const Context *cx, Span span, const ValList *parts);
const Val *eval_call(const Context *cx, const Expr *expr);
const Val *eval_range(const Context *cx, Span span, const Val *from, const Val *to);
const Val *eval_intrinsic(const Context *cx, Span span, const char *name, const Val *argument, bool list);

// The elements that a `for` or a comprehension goes through.
typedef struct Turn {
  const Val *first, *second;  // of two variables; of one, `first` alone is set
  const Val *key;             // a map's key or null
  Cond guard;                 // under which the element is there
} Turn;
typedef struct Turns {
  Turn *items;
  size_t count, capacity;
} Turns;
// False after reporting an error. `two`: with two variables. `ordered`: of a choice of lists each keeps its order; else
// equal elements are one wherever they stand.
bool eval_turns(const Context *cx, const Expr *in, const Val *source, bool two, bool ordered, Turns *out);
const Val *eval_list_for(const Context *cx, const Expr *expr);
const Val *eval_record_for(const Context *cx, const Expr *expr);

// Frames and names.
const Val *eval_name(const Context *cx, const Expr *expr);
const Val *eval_decl(const Context *cx, Decl *decl, Span span);
Frame *eval_new_frame(Eval *eval, Body *body, Frame *parent);
Frame *eval_module_frame(Eval *eval, Module *module);
Expansion *eval_expand(Eval *eval, Frame *frame, Entry *entry);
const Val *eval_slot(Eval *eval, Frame *frame, Decl *decl, Span span);
// Reports that what is being worked out depends on itself (E0307), with the chain that leads back to it at `span`.
void eval_ring(Eval *eval, const void *what, Text name, Span declared, Span span);

// Instances.
Instance *eval_new_instance(Eval *eval, Frame *frame, Decl *decl);
Field *eval_find_field(Eval *eval, Instance *instance, Text name);
const Val *eval_field_value(Eval *eval, Instance *instance, Field *field);
const Val *eval_instance_tags(Eval *eval, Instance *instance);
Frame *eval_inside(Eval *eval, Instance *instance);
const Val *eval_out(const Context *cx, Instance *instance, Ident name);
void eval_finish_resource(Eval *eval, Instance *resource);
// The path of an instance as names and keys, from the frame `top` down: api, target, blue. Gives their number.
enum { EVAL_DEEPEST_PATH = 64 };
size_t eval_path(const Frame *top, const Instance *instance, Text segments[EVAL_DEEPEST_PATH]);
Text eval_pascal(Arena *arena, Text text);
void eval_check_overrides(Eval *eval, Frame *frame);

// Types. `what` names the place for messages and is put into words only when one is needed: "the input 'cpu' of service
// 'api'".
typedef struct What {
  const char *format;  // takes the parts in order, each as "%.*s"
  Text parts[3];
  size_t number;          // of an element: format takes it instead of the parts, as "%zu"
  const struct What *of;  // what it is a part of, or null
  Span at;  // where the value is given: reported unless the value was written in it; source 0: where it was written
} What;
Text eval_what(Arena *arena, const What *what);
const Val *eval_conform(const Context *cx, const Val *val, const Type *type, What what);
// The value of an input from the command line; `define` is all of a source that holds "name=text".
const Val *eval_input_text(Eval *eval, Frame *frame, const Decl *decl, Span define);

// Native functions. Arguments are in order of the declaration, defaults filled in, checked against their types.
typedef const Val *(*NativeFunction)(const Context *cx, Span span, const Val **args);
typedef struct Native {
  const char *name;
  NativeFunction function;
  bool whole;  // takes choices as they are; else calls are distributed over them first
} Native;
const Native *native_find(Eval *eval, Text name);
size_t native_count(void);
const Native *native_at(size_t number);

// Whether an expression stands in a test or policy: those see inside instances, and may compare what is deferred.
bool eval_in_check(const Context *cx);

// Errors from number `before` on that lie in the standard library are moved to the user's instance that they come from:
// `from` itself or the nearest one around it; a note keeps the place in the library.
void eval_blame(Eval *eval, size_t before, const Instance *from);

// Errors that many places report.
const Val *eval_wrong(const Context *cx, const char *code, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
// E0304: `what` needs a known value, and this is deferred; notes say why.
const Val *eval_must_be_known(const Context *cx, Span span, const Val *val, const char *what);
