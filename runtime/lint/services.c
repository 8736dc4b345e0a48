// Single facts of services that need no file of their own: schedules, queues, backups, balancers, scaling.
#include <ctype.h>

#include "lint/reach.h"

// ───────────────────────────── Schedules ─────────────────────────────

enum { MOST_FIELDS = 8 };

// The words between blanks; an empty one for each further blank. Returns how many, at most MOST_FIELDS.
static size_t split_words(Text text, Text *words) {
  size_t count = 0;
  for (size_t start = 0; count < MOST_FIELDS && start <= text.size;) {
    size_t end = text_find(text, TEXT(" "), start);
    if (end == SIZE_MAX) end = text.size;
    words[count++] = text_slice(text, start, end);
    start = end + 1;
  }
  return count;
}

static bool is_digits(Text text) {
  for (size_t i = 0; i < text.size; i++)
    if (!isdigit((unsigned char)text.at[i])) return false;
  return text.size > 0;
}

static bool is_one(Text number) {
  while (number.size > 1 && number.at[0] == '0') number = text_slice(number, 1, number.size);
  return text_is(number, "1");
}

static bool is_zero(Text number) {
  for (size_t i = 0; i < number.size; i++)
    if (number.at[i] != '0') return false;
  return true;
}

// What is wrong with "5 minutes"; null where nothing is.
static const char *rate_problem(Text rate) {
  static const char *const units[] = {"minute", "hour", "day", "minutes", "hours", "days"};
  Text words[MOST_FIELDS];
  if (split_words(rate, words) != 2) return "a rate is a number and a unit, as rate(5 minutes)";
  if (!is_digits(words[0]) || is_zero(words[0])) return "the number of a rate is a whole one above 0";
  size_t unit = 0;
  while (unit < 6 && !text_is(words[1], units[unit])) unit++;
  if (unit == 6) return "the unit of a rate is minutes, hours or days";
  if (is_one(words[0]) != (unit < 3)) return "it is rate(1 minute) and rate(2 minutes), hour and hours, day and days";
  return NULL;
}

static const char *cron_problem(Text cron) {
  Text words[MOST_FIELDS];
  if (split_words(cron, words) != 6) return "it has six fields: minutes, hours, day of month, month, day of week, year";
  if (!text_is(words[2], "?") && !text_is(words[4], "?")) return "one of day of month and day of week is '?'";
  return NULL;
}

static void check_expression(Linter *linter, const LintAt *at) {
  Text text = lint_text(at);
  const char *problem = "it is cron(...) or rate(...)";
  if (!lint_is(at, VALUE_STRING) || lint_deferred(at->value)) return;
  if (text_starts_with(text, TEXT("rate(")) && text_ends_with(text, TEXT(")")))
    problem = rate_problem(text_slice(text, 5, text.size - 1));
  else if (text_starts_with(text, TEXT("cron(")) && text_ends_with(text, TEXT(")")))
    problem = cron_problem(text_slice(text, 5, text.size - 1));
  if (!problem) return;
  Diag *diag = lint_report_known(linter, "E3027", at, "'%.*s' is no schedule of EventBridge", TEXT_ARG(text));
  diag_help(linter->diags, diag, "%s", problem);
}

// The rules that the serverless transform makes of a resource's events.
static void check_events(Linter *linter, const LintResource *resource) {
  const LintAt *events = lint_keep(linter, lint_field(&resource->properties, "Events"));
  for (size_t i = 0; lint_is(events, VALUE_MAP) && i < lint_count(events); i++) {
    const LintAt *event = lint_keep(linter, lint_member(events, &events->value->as.map.members[i]));
    if (!text_is(value_text(value_at(event->value, "Type")), "Schedule")) continue;
    LintAt schedule = lint_path(linter, event, "Properties", "Schedule", NULL);
    check_expression(linter, &schedule);
  }
}

static void check_schedule(Linter *linter, const LintResource *rule) {
  LintChoices schedules = lint_property_known(linter, rule, "ScheduleExpression");
  for (size_t i = 0; i < schedules.count; i++) check_expression(linter, &schedules.items[i].at);
  if (text_starts_with(rule->resource->type, TEXT("AWS::Serverless::"))) check_events(linter, rule);
}

// ───────────────────────────── Queues ─────────────────────────────

// The deployments in which the queue is FIFO, or where `fifo` is false in which it is not. What is known when deployed
// alone is in neither.
static World queue_worlds(Linter *linter, const LintResource *queue, bool fifo) {
  LintChoices values = lint_property_sure(linter, queue, "FifoQueue");
  World world = fifo ? WORLD_NONE : values.absent;
  if (!queue->properties.value && !fifo) world = lint_world(linter, queue);
  for (size_t i = 0; i < values.count; i++) {
    bool own;
    if (lint_bool(&values.items[i].at, &own) && own == fifo)
      world = world_or(linter->conditions, world, values.items[i].world);
  }
  return world;
}

static void check_dead_letters(Linter *linter, const LintResource *queue) {
  LintLinks links = lint_links(linter, queue, "RedrivePolicy/deadLetterTargetArn", "AWS::SQS::Queue");
  for (size_t i = 0; i < links.count; i++)
    for (int fifo = 0; fifo < 2; fifo++) {
      World own = world_and(linter->conditions, queue_worlds(linter, queue, fifo), links.items[i].world);
      if (!lint_together(linter, own, queue_worlds(linter, links.items[i].to, !fifo))) continue;
      LintAt at = lint_field(&queue->properties, "FifoQueue");
      Diag *diag = lint_report(linter, "E3502", &at, "the queue is %s, and its dead letters go to one that is %s",
                               fifo ? "FIFO" : "not FIFO", fifo ? "not" : "FIFO");
      diag_help(linter->diags, diag, "both are of one kind");
      diag_note(linter->diags, diag, links.items[i].to->resource->id_span, "this is the queue of dead letters");
      return;
    }
}

// ───────────────────────────── Backups ─────────────────────────────

enum { LEAST_COLD = 90 };  // days in cold storage at least (AWS Backup developer guide, "Creating a backup plan")

static void check_lifecycles(Linter *linter, const LintResource *plan) {
  static const char *const paths[] = {"BackupPlan/BackupPlanRule/*/Lifecycle",
                                      "BackupPlan/BackupPlanRule/*/CopyActions/*/Lifecycle"};
  for (size_t p = 0; p < 2; p++) {
    LintChoices cycles = lint_property(linter, plan, paths[p]);
    for (size_t i = 0; i < cycles.count; i++) {
      LintAt cold = lint_field(&cycles.items[i].at, "MoveToColdStorageAfterDays");
      LintAt end = lint_field(&cycles.items[i].at, "DeleteAfterDays");
      int64_t from, to;
      if (!lint_integer(&cold, &from) || !lint_integer(&end, &to) || to - from >= LEAST_COLD) continue;
      Diag *diag = lint_report(linter, "E3504", &end, "a backup stays in cold storage for %d days at least, not %lld",
                               LEAST_COLD, (long long)(to - from));
      diag_help(linter->diags, diag, "DeleteAfterDays: %lld or more", (long long)from + LEAST_COLD);
    }
  }
}

// ───────────────────────────── Balancers ─────────────────────────────

static void check_rule_groups(Linter *linter, const LintResource *rule) {
  LintLinks groups = lint_links(linter, rule, "Actions/*/TargetGroupArn", "AWS::ElasticLoadBalancingV2::TargetGroup");
  for (size_t i = 0; i < groups.count; i++) {
    LintChoices protocols = lint_property_known(linter, groups.items[i].to, "Protocol");
    for (size_t p = 0; p < protocols.count; p++) {
      if (!lint_says(linter, &protocols.items[p].at, "GENEVE")) continue;
      if (!lint_together(linter, protocols.items[p].world, groups.items[i].world)) continue;
      Diag *diag = lint_report_known(linter, "E3711", &protocols.items[p].at,
                                     "a rule of a listener sends to this group, which speaks GENEVE");
      diag_help(linter->diags, diag, "GENEVE is for gateway load balancers, whose listeners have no rules");
      diag_note(linter->diags, diag, rule->resource->id_span, "this is the rule");
    }
  }
}

// ───────────────────────────── Scaling ─────────────────────────────

static void check_scaling(Linter *linter, const LintResource *policy) {
  LintChoices types = lint_property_sure(linter, policy, "PolicyType");
  LintLinks groups = lint_links(linter, policy, "AutoScalingGroupName", "AWS::AutoScaling::AutoScalingGroup");
  for (size_t g = 0; g < groups.count; g++) {
    if (!lint_any_says(linter, &types, "TargetTrackingScaling", groups.items[g].world)) continue;
    LintChoices least = lint_property_sure(linter, groups.items[g].to, "MinSize");
    LintChoices most = lint_property_known(linter, groups.items[g].to, "MaxSize");
    for (size_t a = 0; a < least.count; a++)
      for (size_t b = 0; b < most.count; b++) {
        int64_t low, high;
        if (!lint_integer(&least.items[a].at, &low) || !lint_integer(&most.items[b].at, &high) || high > low) continue;
        World world = world_and(linter->conditions, least.items[a].world, groups.items[g].world);
        if (!lint_together(linter, world, most.items[b].world)) continue;
        Diag *diag = lint_report_known(linter, "E3712", &most.items[b].at,
                                       "a policy scales this group, which always has %lld instances", (long long)high);
        diag_help(linter->diags, diag, "MaxSize must be above MinSize");
        diag_note(linter->diags, diag, policy->resource->id_span, "this is the policy");
        return;
      }
  }
}

static const LintRule rules[] = {
    {.id = "E3027",
     .title = "A schedule that EventBridge does not read",
     .about = "It is rate(5 minutes) or cron(0 12 * * ? *): six fields, with '?' for day of month or day of week.",
     .of = "AWS::Events::Rule AWS::Serverless::Function AWS::Serverless::StateMachine",
     .resource = check_schedule},
    {.id = "E3502",
     .title = "Dead letters of a queue in one of another kind",
     .about = "The queue of dead letters of a FIFO queue is FIFO, that of a standard queue is not.",
     .of = "AWS::SQS::Queue",
     .resource = check_dead_letters},
    {.id = "E3504",
     .title = "A backup that leaves cold storage too early",
     .about = "AWS Backup keeps a backup in cold storage for 90 days at least: DeleteAfterDays is at least "
              "MoveToColdStorageAfterDays and 90.",
     .of = "AWS::Backup::BackupPlan",
     .resource = check_lifecycles},
    {.id = "E3711",
     .title = "A listener's rule to a group that speaks GENEVE",
     .about =
         "GENEVE is the protocol of gateway load balancers; rules of application load balancers cannot send there.",
     .of = "AWS::ElasticLoadBalancingV2::ListenerRule",
     .resource = check_rule_groups},
    {.id = "E3712",
     .title = "A scaling policy for a group that cannot grow",
     .about = "With target tracking, MaxSize of the group must be above MinSize.",
     .of = "AWS::AutoScaling::ScalingPolicy",
     .resource = check_scaling},
};

LINT_TOPIC(services, rules);
