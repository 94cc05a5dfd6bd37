/** Lead grades: how soon an order is expected, and by when somebody must call. */
export {
  checkGrades,
  defineGrades,
  type Grade,
  type GradeDefinition,
  type GradeSet,
  type GradeSetDefinition,
  STATED_GRADES,
  type TypedGrades,
} from "./define-grades";
export { gradeLead, type LeadGrade } from "./grade-lead";
